package model

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/klauspost/compress/zstd"

	"github.com/entente-kg/entente/ingest/text/internal/neural"
)

// version changes whenever features or format do; a model of another version is refused.
const version = 4

const magic = "entente-text-model"

type encoder struct{ bytes.Buffer }

func (e *encoder) number(n uint64) { e.Write(binary.AppendUvarint(nil, n)) }
func (e *encoder) text(s string)   { e.number(uint64(len(s))); e.WriteString(s) }
func (e *encoder) texts(list []string) {
	e.number(uint64(len(list)))
	for _, s := range list {
		e.text(s)
	}
}

func (e *encoder) bytes(b []byte) { e.number(uint64(len(b))); e.Write(b) }

// sortedKeys returns the keys of a map in order.
func sortedKeys[K ~uint32 | ~uint64, V any](m map[K]V) []K {
	keys := make([]K, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// Encode writes the model. The result is the same for the same model.
func (m *Model) Encode(w io.Writer) error {
	var e encoder
	e.WriteString(magic)
	e.number(version)
	e.lexicon(m.Lexicon)
	e.lemmas(m.Lemmatizer)
	e.texts(m.Labels)
	e.Write(m.net.AppendTo(nil))
	_, err := w.Write(e.Bytes())
	return err
}

func (e *encoder) lexicon(x *Lexicon) {
	e.texts(x.Tags)
	e.bytes(x.open)
	words := sortedKeys(x.dict)
	e.number(uint64(len(words)))
	for _, k := range words {
		e.Write(binary.LittleEndian.AppendUint32(nil, k))
		e.bytes(x.dict[k])
	}
}

func (e *encoder) lemmas(l *Lemmatizer) {
	e.number(uint64(len(l.scripts)))
	for _, s := range l.scripts {
		n := uint64(s.strip) << 1
		if s.lower {
			n |= 1
		}
		e.number(n)
		e.text(s.add)
	}
	for _, m := range []map[uint64]uint16{l.words, l.endings} {
		keys := sortedKeys(m)
		e.number(uint64(len(keys)))
		for _, k := range keys {
			e.Write(binary.LittleEndian.AppendUint64(nil, k))
			e.number(uint64(m[k]))
		}
	}
}

// decoder reads what encoder wrote; the first failure stays in err.
type decoder struct {
	data []byte
	err  error
}

func (d *decoder) take(n uint64) []byte {
	if d.err == nil && n > uint64(len(d.data)) {
		d.err = io.ErrUnexpectedEOF
	}
	if d.err != nil {
		return nil
	}
	b := d.data[:n]
	d.data = d.data[n:]
	return b
}

func (d *decoder) number() uint64 {
	n, size := binary.Uvarint(d.data)
	if size <= 0 {
		d.take(uint64(len(d.data)) + 1)
		return 0
	}
	d.take(uint64(size))
	return n
}

func (d *decoder) word32() uint32 {
	if b := d.take(4); b != nil {
		return binary.LittleEndian.Uint32(b)
	}
	return 0
}

func (d *decoder) word64() uint64 {
	if b := d.take(8); b != nil {
		return binary.LittleEndian.Uint64(b)
	}
	return 0
}

func (d *decoder) bytes() []byte { return slices.Clone(d.take(d.number())) }

func (d *decoder) text() string { return string(d.take(d.number())) }

func (d *decoder) texts() []string {
	var list []string
	for range d.number() {
		if d.err != nil {
			break
		}
		list = append(list, d.text())
	}
	return list
}

// Decode reads a model that Encode wrote and that was trained with these vectors of words.
func Decode(data []byte, words *neural.WordVectors) (*Model, error) {
	rest, ok := strings.CutPrefix(string(data[:min(len(data), len(magic))]), magic)
	if !ok || rest != "" {
		return nil, fmt.Errorf("decode language model: not a model")
	}
	d := &decoder{data: data[len(magic):]}
	if v := d.number(); v != version {
		return nil, fmt.Errorf("decode language model: version %d, want %d", v, version)
	}
	m := &Model{Lexicon: d.lexicon(), Lemmatizer: d.lemmatizer(), Labels: d.texts()}
	m.setRoot()
	if d.err == nil {
		m.net, d.err = neural.Read(d.data, words)
	}
	if d.err != nil {
		return nil, fmt.Errorf("decode language model: %w", d.err)
	}
	return m, nil
}

func (d *decoder) lexicon() *Lexicon {
	x := &Lexicon{Tags: d.texts(), open: d.bytes()}
	n := d.number()
	x.dict = make(map[uint32][]uint8, min(n, 1<<20))
	for range n {
		if d.err != nil {
			break
		}
		k := d.word32()
		x.dict[k] = d.bytes()
	}
	return x
}

func (d *decoder) lemmatizer() *Lemmatizer {
	l := &Lemmatizer{}
	for range d.number() {
		if d.err != nil {
			break
		}
		n := d.number()
		l.scripts = append(l.scripts, script{lower: n&1 == 1, strip: uint8(n >> 1), add: d.text()})
	}
	for _, m := range []*map[uint64]uint16{&l.words, &l.endings} {
		n := d.number()
		*m = make(map[uint64]uint16, min(n, 1<<20))
		for range n {
			k := d.word64()
			(*m)[k] = uint16(d.number())
		}
	}
	return l
}

// Pack encodes and compresses the model, Unpack undoes it.
func (m *Model) Pack() ([]byte, error) {
	var raw bytes.Buffer
	if err := m.Encode(&raw); err != nil {
		return nil, err
	}
	return compress(raw.Bytes())
}

// Unpack reads a model that Pack wrote and that was trained with these vectors of words.
func Unpack(packed []byte, words *neural.WordVectors) (*Model, error) {
	raw, err := decompress(packed)
	if err != nil {
		return nil, err
	}
	return Decode(raw, words)
}

// PackVectors compresses vectors of words, UnpackVectors undoes it.
func PackVectors(v *neural.WordVectors) ([]byte, error) { return compress(v.AppendTo(nil)) }

// UnpackVectors reads vectors of words that PackVectors wrote.
func UnpackVectors(packed []byte) (*neural.WordVectors, error) {
	raw, err := decompress(packed)
	if err != nil {
		return nil, err
	}
	return neural.ReadWordVectors(raw)
}

func compress(raw []byte) ([]byte, error) {
	z, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedBestCompression), zstd.WithEncoderConcurrency(1))
	if err != nil {
		return nil, err
	}
	return z.EncodeAll(raw, nil), nil
}

func decompress(packed []byte) ([]byte, error) {
	z, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1))
	if err != nil {
		return nil, err
	}
	defer z.Close()
	return z.DecodeAll(packed, nil)
}
