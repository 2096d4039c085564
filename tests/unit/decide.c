// SPDX-License-Identifier: GPL-2.0-only
/* decide.c - verdicts of whole comparisons, on boots made for each of them */
#include "analyze/stats/decide.h"
#include "analyze/stats/infer.h"
#include "tests/unit/tap.h"

#define BOOTS	20
#define MARGIN	0.01

static const long long numbers[BOOTS] = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12,
	13, 14, 15, 16, 17, 18, 19, 20 };
/* Mean 0, sd 1, as normal values are spread. */
static const double noise[10] = { -1.55, 1.0, -0.66, 0.38, -0.12, 0.12, -0.38,
	0.66, -1.0, 1.55 };

struct boots {
	double v[2][BOOTS];
	size_t n[2];
};

/* @n boots a side around @mean, the second @by times that; sd relative. */
static struct boots make(size_t n, double mean, double by, double sd)
{
	struct boots b = { .n = { n, n } };

	for (size_t i = 0; i < n; i++) {
		b.v[0][i] = mean * (1 + sd * noise[i % 10]);
		b.v[1][i] = mean * by * (1 + sd * noise[(i * 3 + 1) % 10]);
	}
	return b;
}

static struct st_row row(const struct boots *b)
{
	struct st_row r = { .primary = true };

	for (int k = 0; k < 2; k++)
		r.side[k] = (struct st_boots){ .v = b->v[k],
			.boot = numbers, .n = b->n[k] };
	return r;
}

/* One row alone; the caller frees it. */
static struct st_row decided(const struct boots *b, bool in_turn)
{
	struct st_row r = row(b);

	is_int(st_decide(&r, 1, in_turn, MARGIN), 0, "a row is decided");
	return r;
}

static void constant_boots(void)
{
	struct boots b = make(10, 1000, 2, 0), near = make(10, 1000, 1.005, 0);
	struct boots few = make(5, 1000, 2, 0), same = make(10, 1000, 1, 0);
	struct st_row r = decided(&b, false), many[17] = { 0 };

	is_int(r.verdict, ST_MORE, "ten boots at 1000, ten at 2000: more");
	is_int(r.by, ST_BY_SPLITS, "... by the permutation of labels");
	is_near(r.p, 2 / 184756.0, 1e-14, "... p = 2 / choose(20, 10)");
	st_rows_free(&r, 1);
	r = decided(&b, true);
	is_int(r.verdict, ST_MORE, "ten pairs of 1000 and 2000: more");
	is_int(r.by, ST_BY_SIGNS, "... by the signs");
	is_near(r.p, 2 / 1024.0, 1e-14, "... p = 2 / 2^10");
	st_rows_free(&r, 1);
	r = decided(&near, false);
	is_int(r.verdict, ST_INSIDE, "1000 and 1005: inside a margin of 1 %");
	st_rows_free(&r, 1);
	r = decided(&same, true);
	ok(r.verdict == ST_INSIDE && r.why == ST_WHY_SAME && r.p == 1,
	   "no pair differs: inside, and that is why");
	st_rows_free(&r, 1);
	r = decided(&few, false);
	is_int(r.verdict, ST_MORE, "five against five, alone: more");
	st_rows_free(&r, 1);
	/* 17 * 2 / 252 is 0.13: so few boots cannot tell, and it says so. */
	for (int i = 0; i < 17; i++)
		many[i] = row(&few);
	is_int(st_decide(many, 17, false, MARGIN), 0, "seventeen of them");
	ok(many[3].verdict == ST_STRADDLES && many[3].why == ST_WHY_LEAST_P,
	   "... are too many for five boots, whatever they read");
	is_int(many[3].tests, 17, "... and the number of tests is told");
	st_rows_free(many, 17);
}

static void lost_boots(void)
{
	static const long long gap[] = { 1, 2, 4, 5, 6, 7, 8, 9, 10 };
	struct boots b = make(10, 1000, 1.03, 0.2), lost;
	struct st_row r;

	/* Boots differ by 20 %, pairs by 3 % alone. */
	for (int i = 0; i < 10; i++)
		b.v[1][i] = b.v[0][i] * (1.03 + 1e-4 * noise[i]);
	lost = b;
	memmove(&lost.v[1][2], &lost.v[1][3], 7 * sizeof(double));
	r = row(&lost);
	r.side[1] = (struct st_boots){ .v = lost.v[1],
		.boot = gap, .n = 9 };
	is_int(st_decide(&r, 1, true, MARGIN), 0, "one boot of pairs is lost");
	is_int(r.verdict, ST_MORE, "... the others still show 3 %");
	ok(r.n[0] == 9 && r.n[1] == 9, "... by nine pairs");
	ok(r.left_out[0] == 1 && !r.left_out[1], "... one boot is left out");
	is_near(r.ratio, 1.03, 1e-5, "... and nine ratios are averaged");
	st_rows_free(&r, 1);
	r = row(&lost);
	r.side[1] = (struct st_boots){ .v = lost.v[1],
		.boot = gap, .n = 4 };
	is_int(st_decide(&r, 1, true, MARGIN), 0, "four pairs are left");
	is_int(r.verdict, ST_FEW, "... which are too few");
	st_rows_free(&r, 1);
}

/*
 * Four boots of each of @nr builds. Builds of both kernels lie 2 % apart, as
 * their number has it; boots of a build hardly do.
 */
static struct st_row of_builds(const struct boots *b, const long long *build,
			       bool in_turn)
{
	struct st_row r = row(b);

	for (int k = 0; k < 2; k++)
		r.side[k].build = build;
	is_int(st_decide(&r, 1, in_turn, MARGIN), 0, "builds are decided");
	return r;
}

static void builds(void)
{
	static const long long build[BOOTS] = { 1, 2, 3, 4, 5, 1, 2, 3, 4, 5,
		1, 2, 3, 4, 5, 1, 2, 3, 4, 5 };
	static const long long two[BOOTS] = { 7, 8, 7, 8, 7, 8, 7, 8, 7, 8,
		7, 8, 7, 8, 7, 8, 7, 8, 7, 8 };
	struct boots b = make(BOOTS, 1000, 1, 1e-4);
	struct st_row r;

	/* By chance the builds of the second are slower by 3 %, mostly. */
	for (int i = 0; i < BOOTS; i++) {
		b.v[0][i] *= 1 + 0.02 * noise[i % 5];
		b.v[1][i] *= 1.03 + 0.02 * noise[(i % 5 + 2) % 5];
	}
	r = decided(&b, false);
	is_int(r.verdict, ST_MORE, "boots of builds taken for replicates: more");
	ok(!r.builds && r.n[0] == BOOTS, "... that is, twenty a side");
	st_rows_free(&r, 1);
	for (int in_turn = 0; in_turn < 2; in_turn++) {
		r = of_builds(&b, build, in_turn);
		is_int(r.verdict, ST_STRADDLES, "five builds: nothing is shown");
		ok(r.builds && r.n[0] == 5 && r.n[1] == 5, "... of five a side");
		is_int(r.number[1][4], 5, "... whose numbers are told");
		is_near(r.v[0][1], (b.v[0][1] + b.v[0][6] + b.v[0][11] +
				    b.v[0][16]) / 4, 1e-12,
			"... each is the mean of its boots");
		st_rows_free(&r, 1);
	}
	r = of_builds(&b, two, true);
	is_int(r.verdict, ST_FEW, "two builds are too few, whatever the boots");
	ok(r.number[0][0] == 7 && r.number[0][1] == 8, "... in their order");
	st_rows_free(&r, 1);
	/* Boot 20 has no partner: its build is the mean of the other three. */
	b.n[1] = BOOTS - 1;
	r = of_builds(&b, build, true);
	is_int(r.left_out[0], 1, "a boot without a partner is left out");
	is_near(r.v[0][4], (b.v[0][4] + b.v[0][9] + b.v[0][14]) / 3, 1e-12,
		"... of the mean of its build");
	st_rows_free(&r, 1);
}

/* Does the 95 % interval of the ratio lie beyond, inside, or across? */
static void by_interval(void)
{
	static const struct {
		double by, sd;
		enum st_verdict verdict;
		enum st_why why;
		const char *what;
	} t[] = {
		{ 1.03, 0.005, ST_MORE, ST_WHY_CLEAR, "beyond, above" },
		{ 0.97, 0.005, ST_LESS, ST_WHY_CLEAR, "beyond, below" },
		{ 1.001, 0.005, ST_INSIDE, ST_WHY_CLEAR, "inside" },
		{ 1.011, 0.005, ST_STRADDLES, ST_WHY_MARGIN,
		  "1.1 % is a difference, but across the margin" },
		{ 1.005, 0.05, ST_STRADDLES, ST_WHY_NOTHING,
		  "all of the margin inside: nothing found or excluded" },
	};

	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++)
		for (int in_turn = 0; in_turn < 2; in_turn++) {
			struct boots b = make(10, 1000, t[i].by, t[i].sd);
			struct st_row r = decided(&b, in_turn);
			struct st_told told;

			ok(r.verdict == t[i].verdict && r.why == t[i].why,
			   "%s (%s)", t[i].what, in_turn ? "pairs" : "groups");
			is_int(st_tell(&r, MARGIN, &told), 0, "it is told");
			ok((r.verdict == ST_MORE) ==
			   (told.ratio[0] > 1 + MARGIN) &&
			   (r.verdict == ST_LESS) ==
			   (told.ratio[1] < 1 - MARGIN),
			   "... the interval says the same");
			ok((r.verdict == ST_INSIDE) ==
			   (told.ratio_tost[0] > 1 - MARGIN &&
			    told.ratio_tost[1] < 1 + MARGIN),
			   "... and so does TOST's");
			ok(told.mde > MARGIN,
			   "... no effect inside the margin could be seen");
			st_rows_free(&r, 1);
		}
}

static void families(void)
{
	struct boots null = make(10, 1000, 1, 0.005);
	struct boots found = make(10, 1000, 1.018, 0.005);
	struct st_row r[60] = { 0 };
	struct st_told one, many;

	r[0] = row(&found);
	st_decide(r, 1, true, MARGIN);
	st_tell(r, MARGIN, &one);
	is_int(r[0].verdict, ST_MORE, "1.8 % is found among one");
	st_rows_free(r, 1);
	memset(r, 0, sizeof(r));
	for (int i = 0; i < 60; i++) {
		r[i] = row(i ? &null : &found);
		r[i].primary = i < 50;
	}
	st_decide(r, 60, true, MARGIN);
	ok(r[0].verdict == ST_STRADDLES && r[0].why == ST_WHY_FAMILY,
	   "... but not among fifty, and that is why");
	is_near(r[0].p_beyond_adj, fmin(1, 50 * r[0].p_beyond), 1e-12,
		"... whose first step of Holm is fifty times p");
	st_tell(r, MARGIN, &many);
	ok(many.mde > one.mde, "what could be seen is told for fifty");
	is_int(r[55].tests, 10, "the rest is a family of its own");
	st_rows_free(r, 60);
}

static void units(void)
{
	struct boots cost = make(10, -50, 0.5, 0.02);
	struct boots across = make(10, 1000, 1, 0.02);
	struct st_row r = decided(&cost, true);
	struct st_told told;

	ok(r.units && isnan(r.ratio), "a mean below 0 has no ratio");
	is_int(r.verdict, ST_MORE, "... -50 to -25 is more");
	st_tell(&r, MARGIN, &told);
	ok(told.diff[0] < 25 && told.diff[1] > 25 && isnan(told.ratio[0]),
	   "... with an interval in units, and none of a ratio");
	st_rows_free(&r, 1);
	across.v[0][3] = -1;
	r = decided(&across, true);
	ok(r.units, "one boot of a pair below 0: no logarithm, so in units");
	st_rows_free(&r, 1);
	r = decided(&across, false);
	ok(!r.units, "... but the mean of a group is enough");
	st_rows_free(&r, 1);
}

int main(void)
{
	constant_boots();
	lost_boots();
	builds();
	by_interval();
	families();
	units();
	return tap_done();
}
