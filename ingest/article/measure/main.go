// Command measure prints how well main texts and publication dates are extracted from the gold pages that the
// go-trafilatura module ships:
//
//	go run ./ingest/article/measure
package main

import (
	"fmt"
	"os"
	"time"

	"github.com/entente-kg/entente/ingest/article"
	"github.com/entente-kg/entente/ingest/article/internal/gold"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "measure:", err)
		os.Exit(1)
	}
}

func run() error {
	pages, err := gold.Pages()
	if err != nil {
		return err
	}
	start := time.Now()
	score, err := gold.Measure(pages, func(page []byte, address string) (string, string) {
		a, _, _ := article.FromHTML(page, "", address) // what is not English counts too
		day, err := a.Published.Date()
		if err != nil {
			return a.Text, ""
		}
		return a.Text, day.String()
	})
	if err != nil {
		return err
	}
	took := time.Since(start)
	fmt.Printf("main text of %d pages: precision %.3f, recall %.3f, F1 %.3f; %d without text; %.1f ms a page\n",
		score.Pages, score.Precision(), score.Recall(), score.F1(), score.WithoutText, took.Seconds()*1000/float64(score.Pages))
	fmt.Printf("publication date of %d pages: %d right, %d wrong, %d not found\n",
		score.Dates, score.RightDates, score.WrongDates, score.Dates-score.RightDates-score.WrongDates)
	return nil
}
