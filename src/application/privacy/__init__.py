"""What a person may ask of a firm: to be shown, to be forgotten; and who looked."""
