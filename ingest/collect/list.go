package collect

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"

	"github.com/klauspost/compress/gzip"

	"github.com/entente-kg/entente/ingest/source"
	"github.com/entente-kg/entente/ingest/source/fetch"
)

const (
	// mostSitemaps bounds the files of a sitemap index that one visit reads.
	mostSitemaps = 200
	// mostDepth bounds how deep indexes may lead to indexes; the protocol allows one level.
	mostDepth = 3
	// maxSitemap is the longest sitemap, unpacked: the protocol's 50 MB.
	maxSitemap = 50 << 20
)

// list returns what the source announces: nothing where it has not changed since all of it was taken.
func (c *Collector) list(ctx context.Context, v *Visit) ([]source.Entry, error) {
	if v.source.Kind == source.KindPage {
		v.items, v.listed = 1, true
		return []source.Entry{{ID: v.source.URL, URL: v.source.URL}}, nil
	}
	resp, err := c.Fetcher.Get(ctx, fetch.Request{
		URL: v.source.URL, ETag: v.before.ETag, LastModified: v.before.LastModified, Private: v.source.Private,
	})
	if err != nil {
		return nil, err
	}
	if resp.Status == http.StatusNotModified {
		v.items, v.listed = v.before.Items, true
		v.etag, v.modified = v.before.ETag, v.before.LastModified
		return nil, nil
	}
	v.etag, v.modified = resp.ETag, resp.LastModified
	var list []source.Entry
	if v.source.Kind == source.KindFeed {
		list, err = source.ParseFeed(resp.Body, resp.URL)
	} else {
		s := &sitemaps{collector: c, private: v.source.Private, seen: map[string]bool{v.source.URL: true}}
		err = s.read(ctx, resp, 0)
		list = s.entries
		if s.index {
			v.etag, v.modified = "", "" // the index may stand while what it leads to changes
		}
	}
	v.items, v.listed = len(list), err == nil
	return list, err
}

// sitemaps gathers the entries of a sitemap and those that it leads to.
type sitemaps struct {
	collector *Collector
	private   bool
	index     bool
	seen      map[string]bool
	entries   []source.Entry
}

func (s *sitemaps) read(ctx context.Context, resp *fetch.Response, depth int) error {
	body, err := unpack(resp.Body)
	if err != nil {
		return err
	}
	m, err := source.ParseSitemap(body, resp.URL)
	s.entries = append(s.entries, m.Entries...)
	if err != nil {
		return err
	}
	for _, address := range m.Sitemaps {
		s.index = true
		if s.seen[address] {
			continue
		}
		if depth == mostDepth || len(s.seen) > mostSitemaps {
			return fmt.Errorf("the sitemap leads to more than %d others, or deeper than %d levels", mostSitemaps, mostDepth)
		}
		s.seen[address] = true
		next, err := s.collector.Fetcher.Get(ctx, fetch.Request{URL: address, Private: s.private})
		if err != nil {
			return err
		}
		if err := s.read(ctx, next, depth+1); err != nil {
			return err
		}
	}
	return nil
}

// unpack undoes gzip, which sitemaps come in as files, whatever the host says of their type.
func unpack(body []byte) ([]byte, error) {
	if !bytes.HasPrefix(body, []byte{0x1f, 0x8b}) {
		return body, nil
	}
	z, err := gzip.NewReader(bytes.NewReader(body))
	if err != nil {
		return nil, fmt.Errorf("unpack the sitemap: %w", err)
	}
	b, err := io.ReadAll(io.LimitReader(z, maxSitemap+1))
	if err != nil {
		return nil, fmt.Errorf("unpack the sitemap: %w", err)
	}
	if len(b) > maxSitemap {
		return nil, fmt.Errorf("unpack the sitemap: longer than %d MB", maxSitemap>>20)
	}
	return b, nil
}
