package neural

import (
	"bytes"
	"slices"
	"testing"
)

func TestWordVectorsRoundToOddNumbers(t *testing.T) {
	v, err := NewWordVectors([]Feature{7, 3, 7}, [][]float32{{1, -1}, {-1, 1}, {0, 0}})
	if err != nil {
		t.Fatal(err)
	}
	if v.Length() != 2 {
		t.Errorf("length %d", v.Length())
	}
	for word, want := range map[Feature][]int16{
		7: {7, -7}, // 1.2 standard deviations, five a deviation, and odd; the second 7 stands for no word
		3: {-7, 7},
		5: {0, 0}, // unknown
	} {
		got := []int16{99, 99}
		v.unpack(word, got)
		if !slices.Equal(got, want) {
			t.Errorf("%d: %v, want %v", word, got, want)
		}
	}
}

func TestWordVectorsReadBack(t *testing.T) {
	v := toyVectors()
	data := v.AppendTo(nil)
	read, err := ReadWordVectors(data)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(read.AppendTo(nil), data) {
		t.Error("the vectors change when they are read back")
	}
	for n := range data {
		if _, err := ReadWordVectors(data[:n]); err == nil {
			t.Errorf("read %d of %d bytes", n, len(data))
		}
	}
}

func TestNewWordVectorsRefuses(t *testing.T) {
	for name, x := range map[string][][]float32{
		"none": {}, "odd length": {{1}}, "another length": {{1, 2}, {1, 2, 3, 4}}, "too few": {{1, 2}},
	} {
		if _, err := NewWordVectors([]Feature{1, 2}, x); err == nil {
			t.Errorf("%s: taken", name)
		}
	}
}

// TestReadRefusesOtherVectors reads a network with vectors that it was not trained with.
func TestReadRefusesOtherVectors(t *testing.T) {
	c := toyTraining()
	c.Epochs = 1
	other, err := NewWordVectors([]Feature{1}, [][]float32{{1, 2}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Read(Train(c, toy(8)).AppendTo(nil), other); err == nil {
		t.Error("read")
	}
}
