package question

import (
	"testing"
	"time"
)

// SetAftermath shortens how long the slot of a query that took too long stays taken, for one test.
func SetAftermath(t *testing.T, d time.Duration) {
	before := aftermath
	aftermath = d
	t.Cleanup(func() { aftermath = before })
}

// OneByOne sets how many events of an actor are read one by one.
func (a *Asker) OneByOne(events int) { a.few = events }

// Words is the event as a clause.
func Words(e Event) string { return e.words() }
