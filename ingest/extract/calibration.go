package extract

import (
	"fmt"
	"io/fs"
	"strconv"
	"strings"
)

// calibration is how often the facts of a rule are right, as measured on gold articles (calibration.csv; the command
// in folder measure writes it).
type calibration map[string]float64

// prior is the confidence in a rule that the gold articles were too few to measure.
const prior = 0.6

func loadCalibration(files fs.FS) (calibration, error) {
	c := calibration{}
	return c, table(files, "calibration.csv", 3, func(_ int, f []string) error {
		p, err := strconv.ParseFloat(f[1], 64)
		if err != nil || p < 0 || p > 1 {
			return fmt.Errorf("%q is no probability", f[1])
		}
		c[f[0]] = p
		return nil
	})
}

// of is the confidence in a fact of a rule; a rule without its own measurement takes that of its family.
func (c calibration) of(rule string) float64 {
	for _, k := range []string{rule, family(rule)} {
		if p, ok := c[k]; ok {
			return p
		}
	}
	return prior
}

func family(rule string) string {
	f, _, _ := strings.Cut(rule, "/")
	return f
}
