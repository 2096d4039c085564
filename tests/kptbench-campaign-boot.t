#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
# kptbench-campaign-boot.t - a campaign inside one machine that kexecs between
# two kernels, Debian's stock ones of 6.1 and 6.12, ten boots in all; the
# power is cut at random points
#
# KPT_SEED=N cuts it at other points. The kernels are downloaded once, by apt.
use strict;
use warnings;
use lib 'tests/lib';
use Kpt;
use File::Path qw(make_path remove_tree);
use IO::Select;
use POSIX qw(WNOHANG);
use Test::More;
use Time::HiRes qw(sleep time);

my $boots = 5;			# of each kernel
my $most = 60;			# times the machine is switched on
my $patience = 900;		# seconds without a word from it
my $dir = 'build/check/campaign';
my $cache = ($ENV{XDG_CACHE_HOME} || "$ENV{HOME}/.cache") . '/kptbench/stock';

sub have {
	my ($program) = @_;
	return grep { -x "$_/$program" } split(/:/, $ENV{PATH}), '/sbin', '/usr/sbin';
}
plan skip_all => 'not an x86_64 machine' if `uname -m` ne "x86_64\n";
for (qw(qemu-system-x86_64 kexec busybox lz4 zstd depmod modprobe mke2fs e2fsck debugfs apt-get)) {
	plan skip_all => "no $_; make deps check" unless have($_);
}
plan skip_all => 'busybox is not static' if `ldd \$(command -v busybox) 2>&1` =~ /=>/;

# stock PREFIX: the newest such kernel apt knows, unpacked
sub stock {
	my ($prefix) = @_;
	my $name = `apt-cache pkgnames linux-image-$prefix 2>/dev/null |
		grep -E '^linux-image-\Q$prefix\E[0-9.+a-z-]*-cloud-amd64\$' |
		sort -V | tail -n 1`;
	chomp $name;
	return unless $name;
	my $to = "$cache/$name";
	return $to if -d $to;
	remove_tree("$to.tmp");
	make_path("$to.tmp");
	run_ok("cd '$to.tmp' && apt-get -q download $name && " .
	       "dpkg-deb -x *.deb . && rm *.deb && " .
	       "{ [ -e lib ] || ln -s usr/lib lib; } && " .
	       "depmod -b . \$(ls lib/modules)") or return;
	rename("$to.tmp", $to);
	return $to;
}

my %kernel = (base => stock('6.1.'), patched => stock('6.12.'));
plan skip_all => 'no stock kernels of 6.1 and 6.12 to be had from apt'
	unless $kernel{base} && $kernel{patched};

# The initial RAM disk: busybox, kexec, kptbench, modules of both kernels.
remove_tree($dir);
my $root = "$dir/initrd";
make_path(map { "$root/$_" } qw(bin dev proc sys disk tmp var etc mods));
sub install {
	my ($from, $to) = @_;
	return run_ok("install -D '$from' '$root/$to'");
}
# program NAME: into the RAM disk, with the libraries it wants
sub program {
	my ($name) = @_;
	my ($path) = grep { -x } map { "$_/$name" } split(/:/, $ENV{PATH}),
		'/sbin', '/usr/sbin';
	install($path, "bin/$name");
	install($_, $_) for `ldd $path 2>&1` =~ m{(/\S+)}g;
}
program($_) for qw(busybox kexec lz4 zstd xz gzip);
install('build/guest-x86_64/kptbench', 'bin/kptbench') or
	BAIL_OUT('no build/guest-x86_64/kptbench: make check builds it');
for my $k (values %kernel) {
	my ($release) = map { s{.*/}{}r } glob("$k/lib/modules/*");
	my $nr = 0;
	make_path("$root/mods/$release");
	for my $module (qw(virtio_pci virtio_blk)) {
		for (`modprobe -d '$k' -S $release -D $module`) {
			my ($path) = /^insmod (\S+)/ or next;
			my $name = sprintf('%02d-%s', $nr++, $path =~ s{.*/}{}r);
			run_ok("cp '$path' '$root/mods/$release/$name' && " .
			       "{ [ '$name' = '" . ($name =~ s/\.xz$//r) . "' ] || " .
			       "xz -d '$root/mods/$release/$name'; }");
		}
	}
}
sub spew {
	my ($path, $text) = @_;
	open(my $f, '>', $path) or die "$path: $!";
	print $f $text;
	close($f);
}
spew("$root/init", <<"END");
#!/bin/busybox sh
for f in \$(/bin/busybox --list); do [ -e /bin/\$f ] || /bin/busybox ln -s busybox /bin/\$f; done
export PATH=/bin
mount -t proc proc /proc; mount -t sysfs sysfs /sys; mount -t devtmpfs dev /dev
for m in /mods/\$(uname -r)/*; do insmod \$m 2>/dev/null; done
i=0; while [ ! -b /dev/vda ] && [ \$((i += 1)) -lt 100 ]; do sleep 0.1; done
mount -t ext4 /dev/vda /disk || { echo NO-DISK; poweroff -f; }
mkdir -p /disk/var && chown 0:0 /disk /disk/var && mount --bind /disk/var /var
echo "MACHINE-UP \$(uname -r)"
if [ ! -e /var/lib/kptbench/campaign/conf ]; then
	rm -rf /var/lib/kptbench
	kptbench campaign new -k base=/disk/base -k patched=/disk/patched \\
		--initrd base=/disk/initrd --initrd patched=/disk/initrd \\
		-n $boots --tries 1000 --noisy --plan /disk/plan \\
		--append 'console=ttyS0 quiet panic=-1 no_timer_check' || echo NOT-MADE
fi
kptbench campaign resume && [ ! -e /var/lib/kptbench/current ] && echo ALL-DONE
umount /var; umount /disk
poweroff -f
END
chmod(0755, "$root/init");
my $plan = slurp('tests/fixtures/kptbench/state.plan');
$plan =~ s/^(label) .*/$1 /m;
$plan =~ s/^(mode) .*/$1 metal/m;
$plan =~ s/^(boot) .*/$1 0/m;
$plan =~ s/^(arch) .*/$1 x86_64/m;
make_path("$dir/disk");
spew("$dir/disk/plan", $plan);
run_ok("cp $kernel{$_}/boot/vmlinuz-* $dir/disk/$_") for keys %kernel;
ok(run_ok("cd $root && find . | cpio -o -H newc -R 0:0 --quiet | gzip -1 >../disk/initrd"),
   'an initial RAM disk is made');
ok(run_ok("mke2fs -q -F -t ext4 -d $dir/disk $dir/image 256M"),
   'a disk is made');

my ($on, $done, $broken) = (0, 0, 0);

# switch_on CUT: true when the campaign says it is done; with CUT, the power
# is cut after so many words of the campaign and a moment
sub switch_on {
	my ($cut) = @_;
	my ($words, $text, $until) = (0, '', 0);
	my $pid = open(my $con, '-|', qw(qemu-system-x86_64 -machine q35
		-accel tcg -cpu max -m 1G -nodefaults -display none -no-reboot
		-serial stdio -kernel), "$dir/disk/base", '-initrd',
		"$dir/disk/initrd", '-append', 'console=ttyS0 quiet panic=-1 no_timer_check',
		'-drive', "file=$dir/image,if=virtio,format=raw");
	my $sel = IO::Select->new($con);
	open(my $log, '>>', "$dir/console.log");
	my $heard = time;
	while (time < $heard + $patience) {
		last if $until && time > $until;
		next unless $sel->can_read(0.1);
		sysread($con, my $buf, 65536) or last;
		print $log $buf;
		$heard = time;
		$text .= $buf;
		$words = () = $text =~ /: (?:booting, try|done)/g;
		$until ||= time + rand(1.5) if $cut && $words >= $cut;
	}
	kill(9, $pid);
	close($con);
	print $log "\n[power off]\n";
	$broken = $text =~ /NO-DISK|NOT-MADE/;
	return $text =~ /ALL-DONE/;
}

srand($ENV{KPT_SEED} // 1);
while (!$done && $on < $most && !$broken) {
	$on++;
	# Now and then it is left alone, so that it gets somewhere.
	$done = switch_on($on > 8 ? 0 : 1 + int(rand(4)));
}
ok($done, "switched on $on times, the campaign comes to its end");
cmp_ok($on, '>=', 5, 'the power was cut often enough to mean something');

# What was written last is in the journal: the power is off.
run_ok("e2fsck -fy $dir/image || [ \$? = 1 ]");
run_ok("debugfs -R 'cat /var/lib/kptbench/campaign/records.jsonl' " .
       "$dir/image >$dir/records.jsonl");
run_ok("debugfs -R 'cat /var/lib/kptbench/campaign/log' $dir/image >$dir/log");
my $records = slurp("$dir/records.jsonl");
my @ended = sort $records =~ /^\{"type":"end","label":"(\w+","boot":\d+),.*"status":"ok"/gm;
my @want = sort map { ("base\",\"boot\":$_", "patched\",\"boot\":$_") } 1 .. $boots;
is_deeply(\@ended, \@want, 'every boot is there once');
my %release;
$release{$1}{$2}++ while $records =~ /^\{"type":"env",.*"label":"(\w+)",.*"release":"([^"]+)"/gm;
like(join(' ', keys %{ $release{base} }), qr/^6\.1\.\S+$/, 'base ran 6.1');
like(join(' ', keys %{ $release{patched} }), qr/^6\.12\.\S+$/, 'patched ran 6.12');
my %ids;
$ids{$_}++ for $records =~ /"boot_id":"([^"]+)"/g;
is(scalar(keys %ids), 2 * $boots, 'each in a boot of its own');
ok(run_ok("build/kptstat check $dir/records.jsonl"), 'kptstat check');
diag(slurp("$dir/log")) unless Test::More->builder->is_passing;
done_testing();
