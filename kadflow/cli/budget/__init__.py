"""`kadflow budget`: money per party and fiscal year, its journal, its checks, its files."""
