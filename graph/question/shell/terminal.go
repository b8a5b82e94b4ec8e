package shell

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/term"
)

// plain reads lines without a prompt, for input that nobody types.
type plain struct{ scanner *bufio.Scanner }

// Plain reads the lines of r, each of at most a megabyte.
func Plain(r io.Reader) Lines {
	s := bufio.NewScanner(r)
	s.Buffer(nil, 1<<20)
	return plain{s}
}

// ReadLine reads a line.
func (p plain) ReadLine(string) (string, error) {
	if p.scanner.Scan() {
		return p.scanner.Text(), nil
	}
	if err := p.scanner.Err(); err != nil {
		return "", err
	}
	return "", io.EOF
}

// Terminal reads lines that somebody types, with editing, a history that is kept in a file, and completion by the Tab key.
type Terminal struct {
	in, out *os.File
	keys    *keys
	term    *term.Terminal
	history *history
}

// NewTerminal reads from the terminal in and echoes to out. The history is kept in a file; its folder is made.
func NewTerminal(in, out *os.File, historyFile string) (*Terminal, error) {
	h, err := readHistory(historyFile)
	if err != nil {
		return nil, err
	}
	t := &Terminal{in: in, out: out, keys: &keys{r: in}, history: h}
	t.begin()
	return t, nil
}

// begin begins with an empty line. A term.Terminal that met Ctrl-C meets it for ever, so there is a new one behind each.
func (t *Terminal) begin() {
	t.term = term.NewTerminal(struct {
		io.Reader
		io.Writer
	}{t.keys, t.out}, "")
	t.term.History = t.history
	t.term.AutoCompleteCallback = t.complete
	if width, height, err := term.GetSize(int(t.out.Fd())); err == nil && width > 0 {
		_ = t.term.SetSize(width, height) // else lines are taken for 80 characters wide
	}
}

// complete is called for each key; the Tab key completes.
func (t *Terminal) complete(line string, pos int, key rune) (string, int, bool) {
	if key != '\t' {
		return "", 0, false
	}
	completed, at, several := Complete(line, pos)
	if len(several) > 0 && completed == line {
		fmt.Fprintln(t.term, strings.Join(several, "  "))
	}
	return completed, at, true
}

// ReadLine reads a line. While it does, the terminal is in raw mode; in between, Ctrl-C ends the program as ever.
func (t *Terminal) ReadLine(prompt string) (string, error) {
	old, err := term.MakeRaw(int(t.in.Fd()))
	if err != nil {
		return "", fmt.Errorf("prepare the terminal: %w", err)
	}
	defer func() { _ = term.Restore(int(t.in.Fd()), old) }()
	t.term.SetBracketedPasteMode(true)
	defer t.term.SetBracketedPasteMode(false)
	t.term.SetPrompt(prompt)
	t.keys.interrupted = false
	line, err := t.term.ReadLine()
	switch {
	case errors.Is(err, term.ErrPasteIndicator):
		return line, nil
	case errors.Is(err, io.EOF) && t.keys.interrupted:
		fmt.Fprint(t.out, "^C\r\n")
		t.begin()
		return "", ErrInterrupted
	case errors.Is(err, io.EOF):
		fmt.Fprint(t.out, "\r\n")
	}
	return line, err
}

// keys notes whether Ctrl-C was among the keys, which a term.Terminal does not tell from the end of the input.
type keys struct {
	r           io.Reader
	interrupted bool
}

func (k *keys) Read(p []byte) (int, error) {
	n, err := k.r.Read(p)
	k.interrupted = k.interrupted || bytes.IndexByte(p[:n], ctrlC) >= 0
	return n, err
}

const ctrlC = 3

// maxHistory is how many lines are kept.
const maxHistory = 1000

// history is a term.History that is kept in a file, a line each.
type history struct {
	file  string
	lines []string // the latest last
}

func readHistory(file string) (*history, error) {
	b, err := os.ReadFile(file)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("read the history: %w", err)
	}
	h := &history{file: file}
	for line := range strings.Lines(string(b)) {
		h.lines = append(h.lines, strings.TrimRight(line, "\n"))
	}
	return h, nil
}

// Add keeps a line, unless it is empty or the one before. A history that can't be written is kept in memory alone.
func (h *history) Add(line string) {
	if strings.TrimSpace(line) == "" || len(h.lines) > 0 && h.lines[len(h.lines)-1] == line {
		return
	}
	h.lines = append(h.lines, line)
	h.lines = h.lines[max(0, len(h.lines)-maxHistory):]
	if os.MkdirAll(filepath.Dir(h.file), 0o700) == nil {
		_ = os.WriteFile(h.file, []byte(strings.Join(h.lines, "\n")+"\n"), 0o600)
	}
}

// Len is the number of lines.
func (h *history) Len() int { return len(h.lines) }

// At is a line; 0 is the latest.
func (h *history) At(i int) string { return h.lines[len(h.lines)-1-i] }
