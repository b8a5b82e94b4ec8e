package neural

// vectors tells whether the vector kernels are used; tests turn it off.
var vectors = hasVectors

// The kernels below work on slices whose length is a multiple of eight. Their vector and plain forms round in the same
// order, without fused multiplication, so that results agree to the bit on every machine.

// axpy adds a times src to dst.
func axpy(dst, src []float32, a float32) {
	if len(dst) == 0 {
		return
	}
	src = src[:len(dst)]
	if vectors {
		axpyAVX(&dst[0], &src[0], len(dst), a)
		return
	}
	for i, v := range src {
		dst[i] += float32(a * v)
	}
}

// axpyBytes adds a times src, taken as signed bytes, to dst.
func axpyBytes(dst []float32, src []byte, a float32) {
	if len(dst) == 0 {
		return
	}
	src = src[:len(dst)]
	if vectors {
		axpyBytesAVX(&dst[0], &src[0], len(dst), a)
		return
	}
	for i, v := range src {
		dst[i] += float32(a * float32(int8(v)))
	}
}

// dot is the inner product, summed in eight lanes.
func dot(a, b []float32) float32 {
	var lanes [8]float32
	if len(a) > 0 && vectors {
		dotAVX(&a[0], &b[:len(a)][0], len(a), &lanes)
	} else {
		b = b[:len(a)]
		for i, v := range a {
			lanes[i&7] += float32(v * b[i])
		}
	}
	return (lanes[0] + lanes[4]) + (lanes[1] + lanes[5]) + ((lanes[2] + lanes[6]) + (lanes[3] + lanes[7]))
}
