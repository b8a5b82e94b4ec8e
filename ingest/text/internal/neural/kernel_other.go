//go:build !amd64

package neural

const hasVectors = false

func axpyAVX(dst, src *float32, n int, a float32)            {}
func axpyBytesAVX(dst *float32, src *byte, n int, a float32) {}
func dotAVX(a, b *float32, n int, lanes *[8]float32)         {}
