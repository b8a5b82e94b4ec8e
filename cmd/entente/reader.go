package main

import (
	"context"
	"fmt"
	"time"

	"github.com/entente-kg/entente/ingest"
	"github.com/entente-kg/entente/ingest/extract"
	"github.com/entente-kg/entente/ingest/extract/endpoint"
	"github.com/entente-kg/entente/schema/reference"
)

// extractorSettings are those of the second reader; without a URL there is none.
type extractorSettings struct {
	URL     string       `mapstructure:"url" yaml:"url"`
	Model   string       `mapstructure:"model" yaml:"model"`
	Key     endpoint.Key `mapstructure:"key" yaml:"key"`
	Timeout int          `mapstructure:"timeout" yaml:"timeout"` // seconds
	Tokens  int          `mapstructure:"tokens" yaml:"tokens"`
}

func (e extractorSettings) config() endpoint.Config {
	return endpoint.Config{
		URL: e.URL, Model: e.Model, Key: e.Key, Timeout: time.Duration(e.Timeout) * time.Second, Tokens: e.Tokens,
	}
}

func (e extractorSettings) validate() error {
	if e.URL == "" {
		return nil
	}
	if err := e.config().Validate(); err != nil {
		return fmt.Errorf("settings: extractor: %w", err)
	}
	return nil
}

// newReader makes the built-in reader, and around it the second one if that is set. Requests of the second end with ctx.
func newReader(ctx context.Context, s settings) (ingest.Reader, error) {
	grammar, err := extract.New()
	if err != nil {
		return nil, err
	}
	if s.Extractor.URL == "" {
		return grammar, nil
	}
	world, err := reference.Load()
	if err != nil {
		return nil, fmt.Errorf("load the reference lists: %w", err)
	}
	c := s.Extractor.config()
	c.Log = s.logger()
	return endpoint.New(ctx, grammar, world, c)
}
