# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# slurm.sh - Slurm on one machine, in a folder: a controller and three nodes,
# each with two CPUs to count with, which nothing else of the machine knows of
#
# Sourced. As root, with Debian's slurmctld, slurmd and munge (apt-get install).

# slurm_missing: what is not here, in words; or nothing
slurm_missing() {
	[ "$(id -u)" = 0 ] || echo 'it needs root'
	for program in slurmctld slurmd munged sbatch; do
		command -v "$program" >/dev/null || {
			echo "no $program; as root: apt-get install slurmctld slurmd slurm-client munge"
			return
		}
	done
}

# slurm_up DIR: all of it; afterwards SLURM_CONF says where it is
slurm_up() {
	cluster=$1
	mkdir -p "$cluster/state"
	chmod 755 "$cluster"
	host=$(hostname -s)
	head -c 1024 /dev/urandom >"$cluster/munge.key"
	chmod 400 "$cluster/munge.key"
	cat >"$cluster/slurm.conf" <<-EOT
		ClusterName=kptbench
		SlurmctldHost=$host(127.0.0.1)
		SlurmctldPort=16817
		SlurmUser=root
		AuthType=auth/munge
		AuthInfo=socket=$cluster/munge.socket
		StateSaveLocation=$cluster/state
		SlurmdSpoolDir=$cluster/spool-%n
		SlurmctldPidFile=$cluster/slurmctld.pid
		SlurmdPidFile=$cluster/slurmd-%n.pid
		SlurmctldLogFile=$cluster/slurmctld.log
		SlurmdLogFile=$cluster/slurmd-%n.log
		ProctrackType=proctrack/linuxproc
		TaskPlugin=task/none
		SelectType=select/cons_tres
		SelectTypeParameters=CR_CPU_Memory
		SlurmdParameters=config_overrides
		ReturnToService=2
		SlurmdTimeout=10
		KillWait=5
		OverTimeLimit=0
		MpiDefault=none
		SchedulerParameters=batch_sched_delay=1,sched_interval=5
		NodeName=n[1-3] NodeHostname=$host NodeAddr=127.0.0.1 Port=[17001-17003] CPUs=2 RealMemory=4000
		PartitionName=kpt Nodes=ALL Default=YES MaxTime=INFINITE State=UP
	EOT
	export SLURM_CONF="$cluster/slurm.conf"
	munged --force --key-file="$cluster/munge.key" \
		--socket="$cluster/munge.socket" --pid-file="$cluster/munged.pid" \
		--log-file="$cluster/munged.log" \
		--seed-file="$cluster/munged.seed" 2>/dev/null || return
	slurm_controller
	for node in n1 n2 n3; do
		slurm_node $node
	done
	for _ in $(seq 60); do
		[ "$(sinfo -h -t idle -o %D 2>/dev/null)" != 3 ] || return 0
		sleep 1
	done
	sinfo -l >&2
	return 1
}

# slurm_controller: started, or after it was killed started again
slurm_controller() {
	slurmctld -f "$SLURM_CONF"
}

# slurm_node NAME: likewise
slurm_node() {
	slurmd -f "$SLURM_CONF" -N "$1"
}

# slurm_pid NAME: of slurmctld, or slurmd-NODE
slurm_pid() {
	cat "$cluster/$1.pid" 2>/dev/null
}

# slurm_down: all of it, with what it still runs
slurm_down() {
	scancel -f -u root 2>/dev/null
	sleep 1
	for of in slurmd-n1 slurmd-n2 slurmd-n3 slurmctld munged; do
		pid=$(slurm_pid $of)
		[ -z "$pid" ] || kill "$pid" 2>/dev/null
	done
	sleep 1
}
