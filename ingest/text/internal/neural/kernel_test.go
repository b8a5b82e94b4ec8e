package neural

import "testing"

// withoutVectors runs f without the vector kernels.
func withoutVectors(t *testing.T, f func()) {
	t.Helper()
	if !hasVectors {
		t.Skip("this processor has no vector kernels to compare with")
	}
	vectors = false
	defer func() { vectors = true }()
	f()
}

// TestKernelsAgreeToTheBit compares the vector kernels with the plain ones.
func TestKernelsAgreeToTheBit(t *testing.T) {
	const n = 64
	seed := trainer{rand: 7}
	x, y, bytes := make([]float32, n), make([]float32, n), make([]byte, n)
	for i := range n {
		x[i], y[i], bytes[i] = seed.random()-0.5, 3*seed.random(), byte(seed.random()*256)
	}
	run := func() []float32 {
		out := append([]float32(nil), x...)
		axpy(out, y, 0.37)
		axpyBytes(out, bytes, 0.011)
		return append(out, dot(out, y))
	}
	want := run()
	withoutVectors(t, func() {
		for i, v := range run() {
			if v != want[i] {
				t.Errorf("%d: %v without vectors, %v with", i, v, want[i])
			}
		}
	})
}

func TestTrainerLearnsExclusiveOr(t *testing.T) {
	c := Config{Members: 2, Hidden: 8, Classes: 2, DeepBits: 10, WideBits: 4, Rate: 0.1, Certain: 0.999}
	tr := NewTrainer(c)
	features := func(k int) []Feature {
		return []Feature{Hash(1, uint32(k&1), 0, 0), Hash(2, uint32(k>>1), 0, 0)}
	}
	both := SetOf(0, 1)
	for k := range 4 {
		tr.Count(features(k), nil)
	}
	tr.Start()
	for i := range 2000 {
		k := i % 4
		tr.Learn(features(k), nil, both, SetOf(uint8(k&1^k>>1)))
	}
	net := tr.Net()
	data := net.AppendTo(nil)
	read, rest, err := Read(data)
	if err != nil || len(rest) != 0 {
		t.Fatal(err, len(rest))
	}
	for _, n := range []*Net{net, read} {
		for k := range 4 {
			var s Scratch
			n.Eval(features(k), nil, both, &s)
			if got := s.Best(both); got != k&1^k>>1 {
				t.Errorf("%d xor %d is %d", k&1, k>>1, got)
			}
		}
	}
	for n := range data {
		if _, _, err := Read(data[:n]); err == nil {
			t.Fatalf("read %d of %d bytes", n, len(data))
		}
	}
}
