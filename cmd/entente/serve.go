package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/netip"
	"time"

	"github.com/spf13/cobra"

	"github.com/entente-kg/entente/ask"
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
Both listen on loopback. Addresses that other machines reach need a certificate (--tls-cert, --tls-key)
and keys (entente keys create) or an issuer of tokens (--issuer), or else --insecure.`,
		Example: `  entente serve
  entente keys create --name ann --role reader
  entente serve --http 0.0.0.0:8780 --grpc 0.0.0.0:9780 --tls-cert cert.pem --tls-key key.pem`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			s, err := loadSettings(cmd)
			if err != nil {
				return err
			}
			l, err := listenGuarded(s, insecure)
			if err != nil {
				return err
			}
			defer l.Close()
			db, err := openDatabase(cmd, s)
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
type listeners struct {
	grpc, http net.Listener
	scheme     string // of HTTP
}

// listenGuarded listens on whatever addresses where callers are asked for keys over TLS.
func listenGuarded(s settings, insecure bool) (listeners, error) {
	guarded, err := s.guarded()
	if err != nil {
		return listeners{}, err
	}
	return listen(s.Serve, insecure || guarded)
}

// listen listens on loopback, and on other addresses where they may be open.
func listen(s serveSettings, open bool) (listeners, error) {
	l := listeners{scheme: "http"}
	if s.TLSCert != "" {
		l.scheme = "https"
	}
	for _, addr := range []string{s.GRPC, s.HTTP} {
		if !open && !loopback(addr) {
			return l, fmt.Errorf("%s can be reached from other machines: use a loopback address, or a certificate and keys "+
				"(--tls-cert, --tls-key, entente keys create), or --insecure", addr)
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
	fmt.Fprintf(w, "REST  %s://%s\ngRPC  %s\n", l.scheme, l.http.Addr(), l.grpc.Addr())
}

func (l listeners) serve(ctx context.Context, db *database, s settings) (err error) {
	o, closeOptions, err := s.serviceOptions(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, closeOptions(), db.ended()) }()
	o.Ready = db.Ping
	var store question.Store = db.Store
	if o.Traces {
		store = service.TraceQueries(store)
	}
	asker, err := ask.New(question.New(store), time.Now)
	if err != nil {
		return err
	}
	if o.Pages, err = dashboard.New(asker, dashboard.Options{Version: versionString(), Log: o.Log, Ingest: s.feeding}); err != nil {
		return err
	}
	return service.NewServer(service.New(asker, o.Log), o).Serve(ctx, l.grpc, l.http)
}
