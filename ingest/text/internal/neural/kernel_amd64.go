package neural

import "golang.org/x/sys/cpu"

var hasVectors = cpu.X86.HasAVX2

//go:noescape
func axpyAVX(dst, src *float32, n int, a float32)

//go:noescape
func axpyBytesAVX(dst *float32, src *byte, n int, a float32)

//go:noescape
func dotAVX(a, b *float32, n int, lanes *[8]float32)
