package neural

import "math"

// The functions below use no fused multiplication and nothing of the library whose last bit depends on the machine.

// tanh is the rational approximation of the Eigen library (generic_fast_tanh_float), right to about 1e-6. The kernels
// compute the same, step by step.
func tanh(x float32) float32 {
	x = max(-tanhMost, min(tanhMost, x))
	y := float32(x * x)
	p := float32(tanhP[0])
	for _, a := range tanhP[1:] {
		p = float32(p*y) + a
	}
	q := float32(tanhQ[0])
	for _, b := range tanhQ[1:] {
		q = float32(q*y) + b
	}
	return float32(x*p) / q
}

const tanhMost = 7.9

// Coefficients from the highest power on.
var (
	tanhP = [7]float32{-2.76076847742355e-16, 2.00018790482477e-13, -8.60467152213735e-11, 5.12229709037114e-08, 1.48572235717979e-05, 6.37261928875436e-04, 4.89352455891786e-03}
	tanhQ = [4]float32{1.19825839466702e-06, 1.18534705686654e-04, 2.26843463243900e-03, 4.89352518554385e-03}
)

func sigmoid(x float32) float32 { return 0.5 + float32(0.5*tanh(float32(0.5*x))) }

// exp is the exponential of x, at most 0, right to about 1e-7.
func exp(x float32) float32 {
	if x < -80 {
		return 0
	}
	n := math.Floor(float64(x)*math.Log2E + 0.5)
	r := float64(x) - float64(n*math.Ln2)
	p := 1.0
	for _, c := range [...]float64{7, 6, 5, 4, 3, 2, 1} {
		p = 1 + float64(r*p)/c
	}
	return float32(math.Ldexp(p, int(n)))
}

// Log is the natural logarithm of x, which is above 0, right to about 1e-7.
func Log(x float32) float32 {
	m, e := math.Frexp(float64(x))
	if m < math.Sqrt2/2 {
		m, e = 2*m, e-1
	}
	t := (m - 1) / (m + 1) // at most 0.172, so that few terms of the series for atanh do
	y := float64(t * t)
	p := 1.0 / 11
	for _, c := range [...]float64{9, 7, 5, 3, 1} {
		p = 1/c + float64(y*p)
	}
	return float32(float64(2*float64(t*p)) + float64(float64(e)*math.Ln2))
}

// Softmax turns scores into probabilities.
func Softmax(x []float32) {
	top := x[0]
	for _, v := range x[1:] {
		top = max(top, v)
	}
	var sum float32
	for i, v := range x {
		x[i] = exp(v - top)
		sum += x[i]
	}
	for i := range x {
		x[i] /= sum
	}
}

// random is a fixed sequence of pseudo-random numbers (xorshift, Marsaglia 2003).
type random uint64

func newRandom(seed int) random { return random(0x9E3779B97F4A7C15 * uint64(2*seed+1)) }

func (r *random) next() uint64 {
	*r ^= *r << 13
	*r ^= *r >> 7
	*r ^= *r << 17
	return uint64(*r)
}

// unit returns a number in [0, 1).
func (r *random) unit() float32 { return float32(r.next()>>40) / (1 << 24) }
