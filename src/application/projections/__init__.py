"""Read models: pure folds over the journal. An adapter stores them and feeds them."""
