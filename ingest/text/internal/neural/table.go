package neural

// table numbers features: keys are in order, and a key's number is its place among them.
type table struct {
	keys  []Feature
	slots []int32 // open addressing: the number of a key, or -1
	shift uint
}

func newTable(keys []Feature) table {
	bits := uint(4)
	for 1<<bits < 3*len(keys) {
		bits++
	}
	t := table{keys: keys, slots: make([]int32, 1<<bits), shift: 32 - bits}
	for i := range t.slots {
		t.slots[i] = -1
	}
	for i, k := range keys {
		at := t.home(k)
		for t.slots[at] >= 0 {
			at = (at + 1) & uint32(len(t.slots)-1)
		}
		t.slots[at] = int32(i)
	}
	return t
}

func (t *table) home(f Feature) uint32 { return f * 0x9E3779B1 >> t.shift }

// find returns the number of a feature, or -1.
func (t *table) find(f Feature) int32 {
	for at := t.home(f); ; at = (at + 1) & uint32(len(t.slots)-1) {
		k := t.slots[at]
		if k < 0 || t.keys[k] == f {
			return k
		}
	}
}
