// Package reference holds the world's lists: states, organizations with the history of their members, government
// bodies, offices and their holders, and places. They are plain CSV files in the folder data, one row a fact, each row
// with its source and the date up to which it is known to be right; a correction is a change of one line.
//
// A World is immutable once loaded and may be used by many goroutines.
package reference
