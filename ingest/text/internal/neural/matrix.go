package neural

// matrix is a matrix in rows.
type matrix struct {
	rows, cols int
	data       []float32
}

// fit makes the matrix rows by cols, of zeros, and keeps its memory where that suffices.
func (m *matrix) fit(rows, cols int) {
	m.rows, m.cols = rows, cols
	if cap(m.data) < rows*cols {
		m.data = make([]float32, rows*cols)
	}
	m.data = m.data[:rows*cols]
	clear(m.data)
}

func (m *matrix) row(r int) []float32 { return m.data[r*m.cols:][:m.cols] }

// panels is the right-hand side of a product, laid out as the kernels read it: for each width columns, all rows.
type panels struct {
	k, n int // n is a multiple of width
	data []float32
}

func (p *panels) fit(k, n int) {
	p.k, p.n = k, padded(n)
	if need := k * p.n; cap(p.data) < need {
		p.data = make([]float32, need)
	} else {
		p.data = p.data[:need]
		clear(p.data)
	}
}

// pack takes the k by n matrix that lies at b in rows.
func (p *panels) pack(b []float32, k, n int) {
	p.fit(k, n)
	for i := range k {
		for j := 0; j < n; j += width {
			copy(p.data[(j*k)+i*width:][:width], b[i*n+j:][:min(width, n-j)])
		}
	}
}

// packTransposed takes the transpose of the n by k matrix that lies at b in rows of ld.
func (p *panels) packTransposed(b []float32, n, k, ld int) {
	p.fit(k, n)
	for j := range n {
		at := j/width*width*k + j%width
		for i, v := range b[j*ld:][:k] {
			p.data[at+i*width] = v
		}
	}
}

// multiply adds a times p to c. The element (r, i) of a is a[r*row+i*col]; c has rows of ldc, at least p.n.
func (p *panels) multiply(c []float32, ldc int, a []float32, row, col, rows int) {
	if p.k == 0 {
		return
	}
	for j := 0; j < p.n; j += width {
		panel := p.data[j*p.k:][:width*p.k]
		for r := 0; r < rows; r += 4 {
			floats(c[r*ldc+j:], ldc, a[r*row:], row, col, panel, p.k, min(4, rows-r))
		}
	}
}

// shortPanels is panels for 16-bit numbers, with pairs of rows side by side.
type shortPanels struct {
	k, n int     // k is even, n a multiple of width
	unit float32 // of the numbers
	data []int16
}

// multiply adds a, in rows of row numbers, times p to c, in rows of ldc.
func (p *shortPanels) multiply(c []int32, ldc int, a []int16, row, rows int) {
	for j := 0; j < p.n; j += width {
		panel := p.data[j*p.k:][:width*p.k]
		for r := 0; r < rows; r += 4 {
			shorts(c[r*ldc+j:], ldc, a[r*row:], row, panel, p.k/2, min(4, rows-r))
		}
	}
}
