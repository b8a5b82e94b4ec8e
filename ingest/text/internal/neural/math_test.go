package neural

import (
	"math"
	"testing"
)

func TestLogAgreesWithTheLibrary(t *testing.T) {
	for x := 1e-6; x < 1e6; x *= 1.07 {
		want := math.Log(float64(float32(x)))
		if got := float64(Log(float32(x))); math.Abs(got-want) > 2e-7*max(1, math.Abs(want)) {
			t.Errorf("log of %g: %.9f, want %.9f", x, got, want)
		}
	}
}

func TestSoftmaxAgreesWithTheLibrary(t *testing.T) {
	x := []float32{-3, 0.5, 2, -90}
	var sum float64
	for _, v := range x {
		sum += math.Exp(float64(v))
	}
	want := make([]float64, len(x))
	for i, v := range x {
		want[i] = math.Exp(float64(v)) / sum
	}
	Softmax(x)
	for i, v := range x {
		if math.Abs(float64(v)-want[i]) > 1e-6 {
			t.Errorf("share %d: %.8f, want %.8f", i, v, want[i])
		}
	}
}
