package main

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"
	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracegrpc"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/sdk/trace"

	"github.com/entente-kg/entente/graph/local"
	"github.com/entente-kg/entente/graph/service"
	"github.com/entente-kg/entente/ingest/intake"
)

func newKeysCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "keys",
		Short: "Create, list and revoke API keys",
		Long: `Create, list and revoke the API keys of the service. Keys are kept as hashes; a new key is shown once.
A service that starts with keys asks every caller for one: as "Authorization: Bearer KEY" or
"X-Api-Key: KEY", in a browser as the password. While it runs it sees new and revoked keys at once.
A reader may ask; an ingester may send articles to entente ingest serve as well; an admin may see
the service's metrics as well.`,
	}
	cmd.AddCommand(newKeysCreateCommand(), newKeysListCommand(), newKeysRevokeCommand())
	return cmd
}

func newKeysCreateCommand() *cobra.Command {
	var name, role string
	var lifetime time.Duration
	cmd := &cobra.Command{
		Use:     "create",
		Short:   "Create a key and print it, this once",
		Example: "  entente keys create --name ann --role reader --lifetime 2160h",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			keys, err := openKeys(cmd)
			if err != nil {
				return err
			}
			text, key, err := keys.Create(name, service.Role(role), lifetime, time.Now())
			if err != nil {
				return err
			}
			fmt.Fprintf(cmd.ErrOrStderr(), "key %s of %s (%s); it is not shown again:\n", key.ID, key.Name, key.Role)
			_, err = fmt.Fprintln(cmd.OutOrStdout(), text)
			return err
		},
	}
	cmd.Flags().StringVar(&name, "name", "", "`whose` key it is")
	cmd.Flags().StringVar(&role, "role", string(service.Reader), "reader, ingester or admin")
	cmd.Flags().DurationVar(&lifetime, "lifetime", 0, "`time` after which the key expires (default: never)")
	_ = cmd.MarkFlagRequired("name") // the flag is there
	addKeysSettings(cmd)
	return cmd
}

func newKeysListCommand() *cobra.Command {
	var output string
	cmd := &cobra.Command{
		Use:   "list",
		Short: "List the keys",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := checkFormat(output, "table", "json", "csv"); err != nil {
				return err
			}
			keys, err := openKeys(cmd)
			if err != nil {
				return err
			}
			all, err := keys.List()
			if err != nil {
				return err
			}
			return writeKeys(cmd.OutOrStdout(), all, output)
		},
	}
	cmd.Flags().StringVarP(&output, "output", "o", "table", "`format`: table, json or csv")
	addKeysSettings(cmd)
	return cmd
}

func writeKeys(w io.Writer, keys []service.Key, format string) error {
	header := []string{"id", "name", "role", "created", "expires", "revoked"}
	rows := make([][]string, len(keys))
	for i, k := range keys {
		rows[i] = []string{k.ID, k.Name, string(k.Role), day(k.Created), day(k.Expires), day(k.Revoked)}
	}
	switch format {
	case "json":
		objects := make([]map[string]string, len(rows))
		for i, r := range rows {
			objects[i] = map[string]string{}
			for j, name := range header {
				objects[i][name] = r[j]
			}
		}
		return writeJSON(w, objects)
	case "csv":
		return writeCSV(w, header, rows)
	}
	return writeTable(w, header, rows)
}

// day is the day of an instant, empty for none.
func day(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.DateOnly)
}

func newKeysRevokeCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "revoke ID...",
		Short: "Revoke keys for good",
		Args:  cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			keys, err := openKeys(cmd)
			if err != nil {
				return err
			}
			for _, id := range args {
				if err := keys.Revoke(id, time.Now()); err != nil {
					return err
				}
			}
			return nil
		},
	}
	addKeysSettings(cmd)
	return cmd
}

func addKeysSettings(cmd *cobra.Command) { addSettings(cmd, "serve.keys", "dgraph.dir") }

func openKeys(cmd *cobra.Command) (*service.Keys, error) {
	s, err := loadSettings(cmd)
	if err != nil {
		return nil, err
	}
	path, err := s.keysFile()
	if err != nil {
		return nil, err
	}
	return service.OpenKeys(path)
}

// keysFile is the file of the API keys.
func (s settings) keysFile() (string, error) {
	if s.Serve.Keys != "" {
		return s.Serve.Keys, nil
	}
	dir := s.Dgraph.Dir
	if dir == "" {
		var err error
		if dir, err = local.DefaultDir(); err != nil {
			return "", err
		}
	}
	return filepath.Join(dir, "keys.json"), nil
}

// apiKeys are the keys that callers need, nil where there are none.
func (s settings) apiKeys() (*service.Keys, error) {
	path, err := s.keysFile()
	if err != nil {
		return nil, err
	}
	keys, err := service.OpenKeys(path)
	if err != nil {
		return nil, err
	}
	all, err := keys.List()
	if err != nil || len(all) == 0 {
		return nil, err
	}
	return keys, nil
}

// mayIngest says why the holder of a key may not add articles. It is nil where there are no keys.
func (s settings) mayIngest() (func(context.Context, string) error, error) {
	keys, err := s.apiKeys()
	if err != nil || keys == nil {
		return nil, err
	}
	return func(_ context.Context, secret string) error {
		key, err := keys.Check(secret, time.Now())
		switch {
		case errors.Is(err, service.ErrBadKey):
			return intake.ErrUnknown
		case errors.Is(err, service.ErrSpentKey):
			return fmt.Errorf("%w: %w", err, intake.ErrUnknown)
		case err != nil:
			return err
		case !key.Role.May(service.Ingester):
			return intake.ErrNotAllowed
		}
		return nil
	}, nil
}

// guarded reports whether the service encrypts and asks for keys or tokens.
func (s settings) guarded() (bool, error) {
	if (s.Serve.TLSCert == "") != (s.Serve.TLSKey == "") {
		return false, errors.New("--tls-cert and --tls-key belong together")
	}
	keys, err := s.apiKeys()
	return s.Serve.TLSCert != "" && (keys != nil || s.Serve.Issuer != ""), err
}

// serviceOptions are the options of the service but for what depends on the graph, and a function that ends them.
func (s settings) serviceOptions(ctx context.Context) (o service.Options, end func() error, err error) {
	var ends []func() error
	end = func() error {
		var errs []error
		for _, f := range ends {
			errs = append(errs, f())
		}
		return errors.Join(errs...)
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, end())
		}
	}()
	o.Log = s.logger()
	o.Limits = service.Limits{Rate: float64(s.Serve.Rate), Burst: 2 * s.Serve.Rate, Slow: time.Duration(s.Serve.Slow) * time.Millisecond}
	if o.Keys, err = s.apiKeys(); err != nil {
		return o, end, err
	}
	if s.Serve.Issuer != "" {
		o.Tokens = &service.Issuer{URL: s.Serve.Issuer, Audience: s.Serve.Audience}
	}
	if s.Serve.TLSCert != "" {
		pair, err := tls.LoadX509KeyPair(s.Serve.TLSCert, s.Serve.TLSKey)
		if err != nil {
			return o, end, fmt.Errorf("serve: %w", err)
		}
		o.TLS = &tls.Config{Certificates: []tls.Certificate{pair}, MinVersion: tls.VersionTLS12}
	}
	if s.Serve.Audit != "" {
		f, err := os.OpenFile(s.Serve.Audit, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
		if err != nil {
			return o, end, fmt.Errorf("open the audit log: %w", err)
		}
		ends = append(ends, f.Close)
		o.Audit = slog.New(slog.NewJSONHandler(f, nil))
	}
	if s.Serve.Traces != "" {
		stop, err := startTraces(ctx, s.Serve.Traces)
		if err != nil {
			return o, end, fmt.Errorf("send traces: %w", err)
		}
		ends, o.Traces = append(ends, stop), true
	}
	return o, end, nil
}

// startTraces sends traces to a collector on this machine or, through a mesh, elsewhere; the connection is in plain text.
func startTraces(ctx context.Context, address string) (stop func() error, err error) {
	exporter, err := otlptracegrpc.New(ctx, otlptracegrpc.WithEndpoint(address), otlptracegrpc.WithInsecure())
	if err != nil {
		return nil, err
	}
	provider := trace.NewTracerProvider(trace.WithBatcher(exporter))
	otel.SetTracerProvider(provider)
	otel.SetTextMapPropagator(propagation.TraceContext{})
	return func() error {
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		return provider.Shutdown(ctx)
	}, nil
}
