package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/netip"

	"github.com/spf13/cobra"

	"github.com/entente-kg/entente/graph/dashboard"
	"github.com/entente-kg/entente/graph/question"
	"github.com/entente-kg/entente/graph/service"
)

func newServeCommand() *cobra.Command {
	var insecure bool
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Answer questions over gRPC and REST",
		Long: `Answer questions over gRPC (with health checking and reflection) and REST/JSON until interrupted.
Both listen on loopback; other addresses need --insecure, as there is no encryption yet.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			s, err := loadSettings(cmd)
			if err != nil {
				return err
			}
			l, err := listen(s.Serve, insecure)
			if err != nil {
				return err
			}
			defer l.Close()
			db, err := openDatabase(cmd.Context(), s, cmd.ErrOrStderr())
			if err != nil {
				return err
			}
			defer db.Close()
			l.announce(cmd.OutOrStdout())
			return l.serve(cmd.Context(), db, s)
		},
	}
	addServeFlags(cmd, &insecure)
	addSettings(cmd, "dgraph", "log")
	return cmd
}

func addServeFlags(cmd *cobra.Command, insecure *bool) {
	cmd.Flags().BoolVar(insecure, "insecure", false, "allow addresses that other machines reach")
	addSettings(cmd, "serve")
}

// listeners are opened before the slow start of Dgraph, so that a port in use is reported at once.
type listeners struct{ grpc, http net.Listener }

func listen(s serveSettings, insecure bool) (listeners, error) {
	var l listeners
	for _, addr := range []string{s.GRPC, s.HTTP} {
		if !insecure && !loopback(addr) {
			return l, fmt.Errorf("%s can be reached from other machines: use a loopback address, or --insecure", addr)
		}
	}
	var err error
	if l.grpc, err = net.Listen("tcp", s.GRPC); err != nil {
		return l, fmt.Errorf("serve gRPC: %w (choose another address with --grpc)", err)
	}
	if l.http, err = net.Listen("tcp", s.HTTP); err != nil {
		return l, errors.Join(fmt.Errorf("serve REST: %w (choose another address with --http)", err), l.grpc.Close())
	}
	return l, nil
}

func loopback(addr string) bool {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return false
	}
	ip, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && ip.IsLoopback()
}

func (l listeners) Close() {
	_ = l.grpc.Close()
	_ = l.http.Close()
}

func (l listeners) announce(w io.Writer) {
	fmt.Fprintf(w, "REST  http://%s\ngRPC  %s\n", l.http.Addr(), l.grpc.Addr())
}

func (l listeners) serve(ctx context.Context, db *database, s settings) error {
	log := s.logger()
	asker := question.New(db.Store)
	pages, err := dashboard.New(asker, dashboard.Options{Version: versionString(), Log: log})
	if err != nil {
		return err
	}
	server := service.NewServer(service.New(asker, log), service.Options{Log: log, Ready: db.Ping, Pages: pages})
	return server.Serve(ctx, l.grpc, l.http)
}
