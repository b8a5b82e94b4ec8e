package question

import (
	"encoding/json"
	"time"
)

// Query asks in DQL. It only reads.
type Query struct {
	DQL       string
	Variables map[string]string // by name, with or without the dollar
	Timeout   time.Duration     // 0 for 20 s, at most a minute
	MaxBytes  int               // of the result; 0 for 16 MB
}

// QueryAnswer is the JSON object of the query's blocks.
type QueryAnswer struct {
	Result json.RawMessage `json:"result"`
	Took   time.Duration   `json:"took"`
}
