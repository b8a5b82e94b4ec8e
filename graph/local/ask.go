package local

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"time"
)

// ask puts a query to alpha. Its health endpoint reports well before it takes queries, so only an answer counts.
func ask(ctx context.Context, base string) error {
	ctx, cancel := context.WithTimeout(ctx, 2*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, base+"/query", strings.NewReader("{q(func: uid(0x1)) {uid}}"))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/dql")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close() //nolint:errcheck // read to its end
	var answer struct {
		Data   map[string]any
		Errors []struct{ Message string }
	}
	if err := json.NewDecoder(resp.Body).Decode(&answer); err != nil {
		return err
	}
	if len(answer.Errors) > 0 || answer.Data == nil {
		return fmt.Errorf("alpha is not ready: %v", answer.Errors)
	}
	return nil
}
