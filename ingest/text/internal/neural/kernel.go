package neural

// vectors tells whether the vector kernels are used; tests turn it off.
var vectors = hasVectors

// width is the number of columns that a kernel computes at once; matrices are padded to a multiple of it.
const width = 16

// padded is n rounded up to a multiple of width.
func padded(n int) int { return (n + width - 1) / width * width }

// The kernels below add, for each row r of up to four, the product of row r of a with a panel of width columns to row r
// of c. Each sum is taken in the order of k and rounded after each product and each addition, without fused
// multiplication, so that the vector and the plain form agree to the bit on every machine, and a row's result does not
// depend on the rows beside it.

// floats multiplies: c is stepped by ldc from row to row, a by row from row to row and by col from column to column, all
// in elements; panel holds width numbers for each of the k columns of a.
func floats(c []float32, ldc int, a []float32, row, col int, panel []float32, k, rows int) {
	if vectors {
		if rows == 4 {
			floats4(&c[0], ldc*4, &a[0], row*4, col*4, &panel[0], k)
			return
		}
		for r := range rows {
			floats1(&c[r*ldc], &a[r*row], col*4, &panel[0], k)
		}
		return
	}
	for r := range rows {
		out := c[r*ldc:][:width]
		for i := range k {
			v := a[r*row+i*col]
			for j, w := range panel[i*width:][:width] {
				out[j] += float32(v * w)
			}
		}
	}
}

// shorts multiplies 16-bit numbers into 32-bit sums; panel holds, for each pair of columns of a, width pairs.
func shorts(c []int32, ldc int, a []int16, row int, panel []int16, pairs, rows int) {
	if vectors {
		if rows == 4 {
			shorts4(&c[0], ldc*4, &a[0], row*2, &panel[0], pairs)
			return
		}
		for r := range rows {
			shorts1(&c[r*ldc], &a[r*row], &panel[0], pairs)
		}
		return
	}
	for r := range rows {
		out := c[r*ldc:][:width]
		for i := range pairs {
			x, y := int32(a[r*row+2*i]), int32(a[r*row+2*i+1])
			p := panel[i*2*width:][:2*width]
			for j := range out {
				out[j] += x*int32(p[2*j]) + y*int32(p[2*j+1])
			}
		}
	}
}

// addBytes adds signed bytes to dst, whose length is a multiple of width.
func addBytes(dst []int16, src []int8) {
	src = src[:len(dst)]
	if vectors {
		addBytesAVX(&dst[0], &src[0], len(dst))
		return
	}
	for i, v := range src {
		dst[i] += int16(v)
	}
}

// units computes the next states of LSTM units, in units of stateUnit, and their cells, from the sums for their gates, in
// the given unit: input, forget, candidate, output. The number of cells is a multiple of 8.
func units(gates []int32, cell []float32, state []int16, unit float32) {
	h := len(cell)
	gates, state = gates[:4*h], state[:h]
	if vectors {
		unitsAVX(&gates[0], &cell[0], &state[0], h, unit)
		return
	}
	for j := range cell {
		sum := func(gate int) float32 { return float32(gates[gate*h+j]) * unit }
		c := float32(sigmoid(sum(0)) * tanh(sum(2)))
		c += float32(sigmoid(sum(1)) * cell[j])
		cell[j] = c
		v := float32(sigmoid(sum(3)) * tanh(c))
		state[j] = int16(int32(float32(v*(1/stateUnit))+1024.5) - 1024)
	}
}
