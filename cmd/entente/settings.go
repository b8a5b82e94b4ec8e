package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"strings"

	"github.com/adrg/xdg"
	"github.com/spf13/cobra"
	"github.com/spf13/viper"
	"go.yaml.in/yaml/v3"
)

// settings is everything that can be set, by flag, by environment (ENTENTE_ and the key in capitals, with _ for its
// point) or in a YAML file, in this order of precedence.
type settings struct {
	Dgraph dgraphSettings `mapstructure:"dgraph" yaml:"dgraph"`
	Serve  serveSettings  `mapstructure:"serve" yaml:"serve"`
	Ingest ingestSettings `mapstructure:"ingest" yaml:"ingest"`
	Intake intakeSettings `mapstructure:"intake" yaml:"intake"`
	Log    logSettings    `mapstructure:"log" yaml:"log"`

	Extractor extractorSettings `mapstructure:"extractor" yaml:"extractor"`
}

type dgraphSettings struct {
	Addresses []string `mapstructure:"addresses" yaml:"addresses"` // a cluster's alphas; none: a local Dgraph
	Dir       string   `mapstructure:"dir" yaml:"dir"`             // data folder of the local Dgraph
	Binary    string   `mapstructure:"binary" yaml:"binary"`       // the dgraph program; empty: looked for
}

type serveSettings struct {
	GRPC     string `mapstructure:"grpc" yaml:"grpc"`
	HTTP     string `mapstructure:"http" yaml:"http"`
	TLSCert  string `mapstructure:"tls_cert" yaml:"tls_cert"` // PEM files
	TLSKey   string `mapstructure:"tls_key" yaml:"tls_key"`
	Keys     string `mapstructure:"keys" yaml:"keys"`         // file of API keys; empty: see keysFile
	Issuer   string `mapstructure:"issuer" yaml:"issuer"`     // of OpenID Connect
	Audience string `mapstructure:"audience" yaml:"audience"` // that the issuer's tokens must name
	Rate     int    `mapstructure:"rate" yaml:"rate"`         // calls a second of one key
	Slow     int    `mapstructure:"slow" yaml:"slow"`         // milliseconds
	Remember int    `mapstructure:"remember" yaml:"remember"` // MB; below 0: nothing
	Audit    string `mapstructure:"audit" yaml:"audit"`       // file
	Traces   string `mapstructure:"traces" yaml:"traces"`     // address of an OTLP collector
}

// remembered is how many bytes of answers are remembered.
func (s serveSettings) remembered() int {
	const byDefault = 128
	if s.Remember == 0 {
		return byDefault << 20
	}
	return max(0, s.Remember) << 20
}

type ingestSettings struct {
	Workers int    `mapstructure:"workers" yaml:"workers"`
	Batch   int    `mapstructure:"batch" yaml:"batch"`
	Dir     string `mapstructure:"dir" yaml:"dir"` // of the ledger and the dead letters; empty: see ingestDir
}

type intakeSettings struct {
	GRPC  string `mapstructure:"grpc" yaml:"grpc"`
	HTTP  string `mapstructure:"http" yaml:"http"`
	Token string `mapstructure:"token" yaml:"token"` // what callers bring; empty: nothing
}

type logSettings struct {
	Level  string `mapstructure:"level" yaml:"level"`
	Format string `mapstructure:"format" yaml:"format"`
}

// option ties a setting to its flag, default and help.
type option struct {
	key, flag, usage string
	value            any
}

// Each key has a default, even an empty one: viper sees an environment variable only where it knows the key.
var options = []option{
	{"dgraph.addresses", "dgraph", "gRPC `addresses` of a Dgraph cluster (default: a local Dgraph)", []string{}},
	{"dgraph.dir", "dir", "data `folder` of the local Dgraph (default: entente in the user's state folder)", ""},
	{"dgraph.binary", "dgraph-binary", "the dgraph `program` (default: beside entente, in bin/, on PATH)", ""},
	{"serve.grpc", "grpc", "`address` to serve gRPC on", "127.0.0.1:9780"},
	{"serve.http", "http", "`address` to serve REST and pages on", "127.0.0.1:8780"},
	{"serve.tls_cert", "tls-cert", "PEM `file` with the certificate to serve with (default: no encryption)", ""},
	{"serve.tls_key", "tls-key", "PEM `file` with the key of the certificate", ""},
	{"serve.keys", "keys", "`file` of API keys (default: keys.json in the data folder); where it has keys, callers need one", ""},
	{"serve.issuer", "issuer", "`URL` of an OpenID Connect issuer whose tokens are taken for keys", ""},
	{"serve.audience", "audience", "`audience` that the tokens of the issuer must name", "entente"},
	{"serve.rate", "rate", "`calls` a second that one key may make (0: 200)", 0},
	{"serve.slow", "slow", "`milliseconds` after which a call is logged with its DQL (0: 500)", 0},
	{"serve.remember", "remember", "`MB` of answers to remember while the graph does not change (0: 128, -1: none)", 0},
	{"serve.audit", "audit", "`file` that gets a line for each call (default: none)", ""},
	{"serve.traces", "traces", "`address` of an OpenTelemetry collector (OTLP over gRPC) to send traces to (default: none)", ""},
	{"ingest.workers", "workers", "articles read at once (0: one a processor)", 0},
	{"ingest.batch", "batch", "articles stored at once (0: 64)", 0},
	{"ingest.dir", "ingest-dir", "`folder` of what ingesting remembers (default: ingest in the data folder)", ""},
	{"intake.grpc", "intake-grpc", "`address` to take articles over gRPC on", "127.0.0.1:9781"},
	{"intake.http", "intake-http", "`address` to take articles over REST on", "127.0.0.1:8781"},
	{"intake.token", "intake-token", "`token` that callers have to bring; better set as ENTENTE_INTAKE_TOKEN", ""},
	{"extractor.url", "extractor-url", "base `URL` of an OpenAI-compatible endpoint whose model reads along (default: none does)", ""},
	{"extractor.model", "extractor-model", "`name` of the model that reads along", ""},
	{"extractor.key", "extractor-key", "`key` of the endpoint; better set as ENTENTE_EXTRACTOR_KEY", ""},
	{"extractor.timeout", "extractor-timeout", "`seconds` to wait for an answer of the model (0: 120)", 0},
	{"extractor.tokens", "extractor-tokens", "tokens of an article in one request (0: 3000)", 0},
	{"log.level", "log-level", "debug, info, warn or error", "warn"},
	{"log.format", "log-format", "text or json", "text"},
}

// addSettings gives a command the flags of the settings whose keys begin with one of the prefixes.
func addSettings(cmd *cobra.Command, prefixes ...string) {
	for _, o := range options {
		if !hasPrefix(o.key, prefixes) {
			continue
		}
		switch v := o.value.(type) {
		case string:
			cmd.Flags().String(o.flag, v, o.usage)
		case int:
			cmd.Flags().Int(o.flag, v, o.usage)
		case []string:
			cmd.Flags().StringSlice(o.flag, v, o.usage)
		}
	}
}

func hasPrefix(key string, prefixes []string) bool {
	for _, p := range prefixes {
		if strings.HasPrefix(key, p) {
			return true
		}
	}
	return false
}

// loadSettings merges flags, environment, file and defaults for cmd and checks the result.
func loadSettings(cmd *cobra.Command) (settings, error) {
	v := viper.New()
	v.SetEnvPrefix("ENTENTE")
	v.SetEnvKeyReplacer(strings.NewReplacer(".", "_"))
	v.AutomaticEnv()
	for _, o := range options {
		v.SetDefault(o.key, o.value)
		if f := cmd.Flags().Lookup(o.flag); f != nil {
			if err := v.BindPFlag(o.key, f); err != nil {
				return settings{}, err
			}
		}
	}
	if err := readFile(v, cmd); err != nil {
		return settings{}, err
	}
	var s settings
	if err := v.UnmarshalExact(&s); err != nil {
		return settings{}, fmt.Errorf("settings: %w", err)
	}
	return s, s.validate()
}

// readFile reads the file of --config or ENTENTE_CONFIG, or the user's own where it exists.
func readFile(v *viper.Viper, cmd *cobra.Command) error {
	name := "config"
	if cmd.Flags().Lookup("settings") != nil {
		name = "settings" // the command's own config is a file of sources
	}
	path, _ := cmd.Flags().GetString(name)
	asked := path != ""
	if env := os.Getenv("ENTENTE_CONFIG"); !asked && env != "" {
		path, asked = env, true
	}
	if !asked {
		path = filepath.Join(xdg.ConfigHome, "entente", "entente.yaml")
	}
	b, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) && !asked {
		return nil
	}
	if err != nil {
		return fmt.Errorf("settings: %w", err)
	}
	// viper forgets on which line a key stood, so the file is first read strictly by itself.
	dec := yaml.NewDecoder(bytes.NewReader(b))
	dec.KnownFields(true)
	var s settings
	if err := dec.Decode(&s); err != nil && len(bytes.TrimSpace(b)) > 0 {
		return fmt.Errorf("settings: %s: %w", path, err)
	}
	v.SetConfigType("yaml")
	return v.ReadConfig(bytes.NewReader(b))
}

func (s settings) validate() error {
	var errs []error
	for key, addr := range map[string]string{"serve.grpc": s.Serve.GRPC, "serve.http": s.Serve.HTTP, "intake.grpc": s.Intake.GRPC, "intake.http": s.Intake.HTTP} {
		if _, _, err := net.SplitHostPort(addr); err != nil {
			errs = append(errs, fmt.Errorf("settings: %s: %w", key, err))
		}
	}
	for _, addr := range s.Dgraph.Addresses {
		if _, _, err := net.SplitHostPort(addr); err != nil {
			errs = append(errs, fmt.Errorf("settings: dgraph.addresses: %w", err))
		}
	}
	if s.Ingest.Workers < 0 || s.Ingest.Batch < 0 {
		errs = append(errs, errors.New("settings: ingest.workers and ingest.batch can't be negative"))
	}
	errs = append(errs, s.Extractor.validate())
	var level slog.Level
	if err := level.UnmarshalText([]byte(s.Log.Level)); err != nil {
		errs = append(errs, fmt.Errorf("settings: log.level %q: want debug, info, warn or error", s.Log.Level))
	}
	if s.Log.Format != "text" && s.Log.Format != "json" {
		errs = append(errs, fmt.Errorf("settings: log.format %q: want text or json", s.Log.Format))
	}
	return errors.Join(errs...)
}

// logger writes to standard error what is at least as serious as asked.
func (s settings) logger() *slog.Logger {
	var level slog.Level
	_ = level.UnmarshalText([]byte(s.Log.Level)) // validate has read it
	o := &slog.HandlerOptions{Level: level}
	if s.Log.Format == "json" {
		return slog.New(slog.NewJSONHandler(os.Stderr, o))
	}
	return slog.New(slog.NewTextHandler(os.Stderr, o))
}
