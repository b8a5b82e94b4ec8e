//go:build !amd64

package neural

const hasVectors = false

func floats4(c *float32, ldc int, a *float32, row, col int, panel *float32, k int) {}
func floats1(c *float32, a *float32, col int, panel *float32, k int)               {}
func shorts4(c *int32, ldc int, a *int16, row int, panel *int16, pairs int)        {}
func shorts1(c *int32, a *int16, panel *int16, pairs int)                          {}
func addBytesAVX(dst *int16, src *int8, n int)                                     {}
func unitsAVX(gates *int32, cell *float32, state *int16, h int, unit float32)      {}
