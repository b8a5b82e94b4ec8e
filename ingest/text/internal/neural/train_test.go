package neural

import (
	"bytes"
	"fmt"
	"math"
	"slices"
	"testing"
)

// toy are sentences of five kinds of words, where a word's head is the nearest word of the next kind.
func toy(n int) []Sentence {
	r := newRandom(5)
	var out []Sentence
	for range n {
		var s Sentence
		var kinds []int
		for range 2 + int(r.next()%5) {
			k := int(r.next() % 5)
			kinds = append(kinds, k)
			s.Features = append(s.Features, Hash(0, uint32(k)), Hash(1, uint32(k/2)))
			s.Tags = append(s.Tags, k)
			s.Labels = append(s.Labels, k%3)
			s.Names = append(s.Names, k%2)
			s.Evidence = append(s.Evidence, uint32(k%4))
		}
		for i := range kinds {
			s.Heads = append(s.Heads, i-1)
		}
		out = append(out, s)
	}
	return out
}

func toyTraining() Training {
	return Training{
		Shape: Shape{Features: 2, Embed: 16, Hidden: 16, Layers: 2, Arc: 16, Relation: 16, Name: 16, Tags: 5, Labels: 3, Names: 2, Evidence: 2},
		Least: 1, Epochs: 40, BatchWords: 40, Rate: 0.01, Keep: 1, KeepState: 1, Words: toyVectors(),
	}
}

// toyVectors know all kinds of words but one.
func toyVectors() *WordVectors {
	r := newRandom(9)
	var keys []Feature
	var vectors [][]float32
	for k := range uint32(4) {
		keys = append(keys, Hash(0, k))
		vectors = append(vectors, []float32{r.unit(), r.unit(), r.unit(), r.unit()})
	}
	v, err := NewWordVectors(keys, vectors)
	if err != nil {
		panic(err)
	}
	return v
}

// TestGradients compares the gradient of each kind of weight with how the loss changes when the weight does.
func TestGradients(t *testing.T) {
	c := toyTraining()
	c.Seed = 3 // with others a rectified unit lies so near its bend that differences say nothing
	tr := newTrainer(c, toy(6))
	w := &tr.workers[0]
	for i := range tr.sentences {
		w.part = append(w.part, &tr.sentences[i])
	}
	loss := func() float64 {
		clear(w.grads)
		for _, r := range w.touched {
			w.slot[r] = 0
		}
		w.touched, w.dEmbed, w.loss = w.touched[:0], w.dEmbed[:0], [4]float64{}
		w.rnd = newRandom(11) // the same evidence is left out each time
		w.learn(1)
		return w.loss[0] + w.loss[1] + w.loss[2] + w.loss[3]
	}
	loss()
	grads := slices.Clone(w.grads)
	check := func(name string, x *float32, got float32) {
		const d = 0.0005
		old := *x
		*x = old + d
		above := loss()
		*x = old - d
		below := loss()
		*x = old
		if want := (above - below) / (2 * d); math.Abs(want-float64(got)) > 0.02+0.05*math.Abs(want) {
			t.Errorf("%s: gradient %.4f, the loss says %.4f", name, got, want)
		}
	}
	o := tr.o
	for name, b := range map[string]block{
		"w": o.w[0][1], "u": o.u[0][0], "b": o.b[1][0], "w of the second layer": o.w[1][1], "tag": o.tag, "tag bias": o.tagB,
		"top": o.top, "top bias": o.topB, "arc": o.arc, "arc bias": o.arcB, "arc root": o.arcRoot, "relation root": o.relRoot,
		"relation": o.relation, "relation bias": o.relB, "names": o.names, "names bias": o.nameB, "evidence": o.evidence,
		"known": o.known,
	} {
		for k := 0; k < b.rows*b.cols; k += 1 + b.rows*b.cols/7 {
			check(fmt.Sprint(name, " ", k), &tr.weights.w[b.at+k], grads[b.at+k])
		}
	}
	loss()
	row := w.touched[0]
	dEmbed := slices.Clone(w.dEmbed)
	for k := range 3 {
		check("vector of a feature", &tr.embed.w[int(row)*c.Embed+k], dEmbed[k])
	}
}

// right counts the words whose tag, head, relation and name the network finds.
func right(n *Net, sentences []Sentence) (share float64) {
	var r Reading
	total, good := 0, 0
	for _, s := range sentences {
		n.Read(s.Features, s.Evidence, []int{len(s.Heads)}, &r)
		scores, ld := r.Heads(0)
		r.Relate(s.Heads)
		for i, h := range s.Heads {
			if h < 0 {
				h = len(s.Heads)
			}
			row := append([]float32(nil), scores[i*ld:][:len(s.Heads)+1]...)
			row[i] = -1e9
			total++
			if best(row) == h && best(r.Tags(i)) == s.Tags[i] && best(r.Labels(i)) == s.Labels[i] && best(r.Names(i)) == s.Names[i] {
				good++
			}
		}
	}
	return float64(good) / float64(total)
}

func best(x []float32) int {
	top := 0
	for i, v := range x {
		if v > x[top] {
			top = i
		}
	}
	return top
}

func TestTrainLearnsIsRepeatableAndReadsBack(t *testing.T) {
	sentences := toy(120)
	n := Train(toyTraining(), sentences)
	if got := right(n, toy(60)); got < 0.98 {
		t.Errorf("%.3f right", got)
	}
	data := n.AppendTo(nil)
	if again := Train(toyTraining(), sentences).AppendTo(nil); !bytes.Equal(again, data) {
		t.Error("two trainings gave two networks")
	}
	read, err := Read(data, n.words)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(read.AppendTo(nil), data) {
		t.Error("the network changes when it is read back")
	}
	for k := 0; k < len(data); k += 1 + len(data)/53 {
		if _, err := Read(data[:k], n.words); err == nil {
			t.Fatalf("read %d of %d bytes", k, len(data))
		}
	}
	withoutVectors(t, func() {
		var r Reading
		s := sentences[0]
		n.Read(s.Features, s.Evidence, []int{len(s.Heads)}, &r)
		plain, _ := r.Heads(0)
		plain = slices.Clone(plain)
		vectors = true
		n.Read(s.Features, s.Evidence, []int{len(s.Heads)}, &r)
		if fast, _ := r.Heads(0); !slices.Equal(plain, fast) {
			t.Errorf("%v without vectors, %v with", plain, fast)
		}
	})
}
