package neural

import (
	"math"
	"slices"
	"testing"
)

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

func numbers(r *random, n int) []float32 {
	x := make([]float32, n)
	for i := range x {
		x[i] = r.unit() - 0.5
	}
	return x
}

// TestMultiply compares products with their definition, for numbers of rows that fill kernels and that do not.
func TestMultiply(t *testing.T) {
	r := newRandom(1)
	const k, n = 10, 32
	b := numbers(&r, k*n)
	for rows := 1; rows <= 9; rows++ {
		a := numbers(&r, rows*k)
		aT := make([]float32, rows*k)
		bT := make([]float32, n*k)
		for i := range k {
			for j := range n {
				bT[j*k+i] = b[i*n+j]
			}
			for q := range rows {
				aT[i*rows+q] = a[q*k+i]
			}
		}
		want := make([]float32, rows*n)
		for q := range rows {
			for i := range k {
				for j := range n {
					want[q*n+j] += float32(a[q*k+i] * b[i*n+j])
				}
			}
		}
		var p, pT panels
		p.pack(b, k, n)
		pT.packTransposed(bT, n, k, k)
		check := func(name string, p *panels, a []float32, row, col int) {
			got := make([]float32, rows*n)
			p.multiply(got, n, a, row, col, rows)
			for i := range got {
				if got[i] != want[i] {
					t.Fatalf("%s, %d rows: element %d is %v, want %v", name, rows, i, got[i], want[i])
				}
			}
		}
		check("plain", &p, a, k, 1)
		check("left transposed", &p, aT, 1, rows)
		check("right transposed", &pT, a, k, 1)
		withoutVectors(t, func() { check("without vectors", &p, a, k, 1) })
	}
}

func packShorts(b []float32, k, n int, unit float32) *shortPanels {
	s := shorten(block{0, k, n}, b, unit)
	return s.panels()
}

func TestMultiplyShorts(t *testing.T) {
	r := newRandom(2)
	const k, n = 6, 16
	b := numbers(&r, k*n)
	p := packShorts(b, k, n, 1.0/4096)
	for rows := 1; rows <= 9; rows++ {
		a := make([]int16, rows*k)
		for i := range a {
			a[i] = int16(r.next())
		}
		check := func() {
			got := make([]int32, rows*n)
			p.multiply(got, n, a, k, rows)
			for q := range rows {
				for j := range n {
					var want int32
					for i := range k {
						want += int32(a[q*k+i]) * int32(rounded(b[i*n+j]*4096))
					}
					if got[q*n+j] != want {
						t.Fatalf("%d rows: row %d, column %d is %d, want %d", rows, q, j, got[q*n+j], want)
					}
				}
			}
		}
		check()
		withoutVectors(t, check)
	}
	dst, src := make([]int16, 32), make([]int8, 32)
	for i := range src {
		dst[i], src[i] = int16(r.next()>>50), int8(r.next())
	}
	want := append([]int16(nil), dst...)
	for i, v := range src {
		want[i] += int16(v)
	}
	got := append([]int16(nil), dst...)
	addBytes(got, src)
	withoutVectors(t, func() { addBytes(dst, src) })
	for i := range want {
		if got[i] != want[i] || dst[i] != want[i] {
			t.Fatalf("sum %d is %d and %d, want %d", i, got[i], dst[i], want[i])
		}
	}
}

// TestUnits compares the states of units with their definition, also where the functions saturate.
func TestUnits(t *testing.T) {
	r := newRandom(4)
	const h, unit = 16, 1e-6
	gates := make([]int32, 4*h)
	for i := range gates {
		gates[i] = int32(40e6 * (r.unit() - 0.5))
	}
	cell := numbers(&r, h)
	run := func() ([]float32, []int16) {
		c, s := append([]float32(nil), cell...), make([]int16, h)
		units(gates, c, s, unit)
		return c, s
	}
	c, s := run()
	for j := range h {
		x := func(gate int) float64 { return float64(gates[gate*h+j]) * unit }
		logistic := func(x float64) float64 { return 1 / (1 + math.Exp(-x)) }
		want := logistic(x(0))*math.Tanh(x(2)) + logistic(x(1))*float64(cell[j])
		state := logistic(x(3)) * math.Tanh(want) / stateUnit
		if math.Abs(float64(c[j])-want) > 1e-4 || math.Abs(float64(s[j])-state) > 0.7 {
			t.Errorf("unit %d: cell %v, state %d; want %v and %v", j, c[j], s[j], want, state)
		}
	}
	withoutVectors(t, func() {
		plain, states := run()
		if !slices.Equal(plain, c) || !slices.Equal(states, s) {
			t.Errorf("%v %v without vectors, %v %v with", plain, states, c, s)
		}
	})
}

func BenchmarkMultiply(b *testing.B) {
	const k, n, rows = 128, 512, 24
	r := newRandom(3)
	a, c := numbers(&r, rows*k), make([]float32, rows*n)
	var p panels
	p.pack(numbers(&r, k*n), k, n)
	for b.Loop() {
		p.multiply(c, n, a, k, 1, rows)
	}
	b.ReportMetric(float64(k*n*rows)*float64(b.N)/b.Elapsed().Seconds()/1e9, "Gmac/s")
}

func BenchmarkMultiplyShorts(b *testing.B) {
	const k, n, rows = 128, 512, 24
	r := newRandom(3)
	a, c := make([]int16, rows*k), make([]int32, rows*n)
	p := packShorts(numbers(&r, k*n), k, n, 1.0/4096)
	for b.Loop() {
		p.multiply(c, n, a, k, rows)
	}
	b.ReportMetric(float64(k*n*rows)*float64(b.N)/b.Elapsed().Seconds()/1e9, "Gmac/s")
}
