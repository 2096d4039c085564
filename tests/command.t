#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# command.t - any program is measured as a scenario is: in a guest, exactly, with
# what it costs and leaves; and one that fails is told with what it printed
# shellcheck disable=SC1091,SC2154,SC2016 # tmp comes from tap.sh; Perl expands
cd "$(dirname "$0")/.." || exit 1
. tests/lib/tap.sh
kptvm=$PWD/build/kptvm guest=$PWD/build/guest-arm64

dir=$("$kptvm" kernel --arch arm64 --config rt --variant base 2>"$tmp/err")
ok $? "the kernel is there"
# A folder of our own with scenarios, the rest as it is here.
mkdir -p "$tmp/top/vm" "$tmp/top/common" "$tmp/root/bin"
cp -r configs kmod "$tmp/top/"
ln -s "$PWD/build" "$tmp/top/build"
cp vm/*.sh "$tmp/top/vm/"
cp common/*.sh "$tmp/top/common/"
export KPTBENCH_TOP="$tmp/top"
cat >"$tmp/touch.c" <<'E'
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	size_t len = (argc > 1 ? strtoul(argv[1], NULL, 10) : 1) * 4096;
	char *p = mmap(NULL, len, PROT_READ | PROT_WRITE,
		       MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (p == MAP_FAILED)
		return 1;
	memset(p, 1, len);
	printf("touched %zu bytes\n", len);
	/* What goes on behind it is ended, and holds nothing. */
	if (!fork()) {
		setsid();
		for (;;)
			pause();
	}
	return argc > 2 ? atoi(argv[2]) : 0;
}
E
$(vm/arch.sh cc arm64) -O1 -static -o "$tmp/root/bin/touch-pages" "$tmp/touch.c" \
	2>"$tmp/err"
ok $? "a program is built for the guest"
scenario() { # NAME COMMAND
	printf '%s\n' "title = $1" 'kind = command' "command = $2" \
		"folder = $tmp/root" 'standard = 0' 'ops = 2' 'iterations = 4' \
		'warmup = 1' >"$tmp/top/configs/scenarios/$1.conf"
}
scenario few 'touch-pages 16'
scenario many 'touch-pages 4112'
scenario fails 'touch-pages 1 3'
scenario absent 'no-such-program'
boots() { # SCENARIOS FOLDER ARGS...
	names=$1 out=$2
	shift 2
	"$kptvm" run --arch arm64 --config rt --kernel "base=$dir" \
		--guest "$guest" --scenarios "$names" -o "$tmp/$out" "$@" \
		>"$tmp/out" 2>"$tmp/err"
}
boots few,many,absent run --boots 2 --alike
ok $? "programs run in a guest"
cat >"$tmp/look.pl" <<'E'
use JSON::PP;
my (%cost, %left, %user, $na, $class);
while (<>) {
	my $d = decode_json($_);
	next unless $d->{type} eq 'sample' && $d->{scenario};
	my $s = $d->{scenario};
	$na = $d->{na} if $s eq 'absent' && $d->{metric} eq 'cost.instructions';
	next if $d->{na};
	push @{ $cost{$s} }, join(' ', $d->{fixed}, @{ $d->{values} })
		if $d->{metric} eq 'cost.instructions';
	$user{$s} = ($d->{values}[0] - $d->{fixed}) / 2
		if $d->{metric} eq 'cost.user_instructions';
	$class{$s} = $d->{values}[0] if $d->{metric} eq 'class.exception.return';
	$left{$s} .= " $d->{metric}" if $d->{phase} eq 'drained' &&
		$d->{metric} ne 'pages.slab' && grep { $_ } @{ $d->{values} };
}
print "$_ twice alike: ", ($cost{$_}[0] eq $cost{$_}[1] ? 'yes' : "@{ $cost{$_} }"),
	"\n", "$_ left: ", $left{$_} // '', "\n" for qw(few many);
my ($few, $many) = map { (split / /, $cost{$_}[0])[1] / 2 } qw(few many);
# 4096 pages more are as many faults more, and eight PTE tables.
printf "a page costs %s\n", ($many - $few) / 4096 > 300 &&
	($many - $few) / 4096 < 30000 ? 'a fault' : ($many - $few) / 4096;
printf "returns %s\n", $class{many} - $class{few} >= 2 * 4096 ? 'of faults' :
	$class{many} - $class{few};
# The program writes to 16 MiB more, by 64 bytes at most.
printf "user mode: %s\n", $user{few} > 1000 &&
	$user{many} - $user{few} > 4096 * 64 ? 'its own' : "$user{few} $user{many}";
print "absent: $na\n";
E
perl "$tmp/look.pl" "$tmp/run/records.jsonl" >"$tmp/told" 2>"$tmp/err"
told() { # LINE NAME
	grep -qxF -- "$1" "$tmp/told"
	status=$?
	ok "$status" "$2"
	[ "$status" = 0 ] || sed 's/^/# /' "$tmp/told"
}
told 'few twice alike: yes' "two boots count the same"
told 'many twice alike: yes' "... with many pages, too"
told 'few left: ' "nothing is left of it, nor of its child"
told 'many left: ' "... of many pages, neither"
told 'a page costs a fault' "what more pages cost is in it"
told 'returns of faults' "... and in the classes of instructions"
told 'user mode: its own' "what the program does in user mode is a row of its own"
told 'absent: no program no-such-program here' "a program that is not there is n/a"
boots fails fail --boots 1
[ $? = 1 ] && grep -q 'command touch-pages: exit status 3; it printed: touched 4096 bytes' \
	"$tmp"/fail/console-*
ok $? "one that fails is told, with what it printed"
finish
