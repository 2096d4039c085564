# Page table constructors: what all others need. On Linux 6.12.
0001-mm-let-ptlock_free-accept-a-page-table-without-a-loc.patch
0002-mm-use-one-destructor-for-page-tables-of-every-level.patch
0003-mm-construct-and-account-P4D-page-tables.patch
0004-mm-construct-and-account-PGDs-made-of-whole-pages.patch
0006-mm-tell-the-PTE-and-PMD-constructors-which-mm-a-tabl.patch
0007-mm-set-up-no-split-lock-for-kernel-PMD-tables.patch
