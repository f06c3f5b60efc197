"""`kadflow evaluation`: how agreements are doing, judged by several offices, blind until closed."""
