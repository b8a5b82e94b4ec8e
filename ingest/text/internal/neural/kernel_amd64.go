package neural

import "golang.org/x/sys/cpu"

var hasVectors = cpu.X86.HasAVX2

//go:noescape
func floats4(c *float32, ldc int, a *float32, row, col int, panel *float32, k int)

//go:noescape
func floats1(c *float32, a *float32, col int, panel *float32, k int)

//go:noescape
func shorts4(c *int32, ldc int, a *int16, row int, panel *int16, pairs int)

//go:noescape
func shorts1(c *int32, a *int16, panel *int16, pairs int)

//go:noescape
func addBytesAVX(dst *int16, src *int8, n int)

//go:noescape
func unitsAVX(gates *int32, cell *float32, state *int16, h int, unit float32)
