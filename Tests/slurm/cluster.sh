#!/usr/bin/env bash
# A Slurm of one machine in one folder, without systemd, cgroups and accounts: cluster.sh up|down|restart-controller DIR
#
# It has two cores, and the partitions `main` and `urgent`, which preempts. Programs find it by SLURM_CONF=DIR/slurm.conf.
# `restart-controller` kills the controller with SIGKILL and starts it again. Needs slurm-wlm and munge, and root.
set -euo pipefail

command=${1:?up, down or restart-controller}
mkdir -p "${2:?a folder}"
folder=$(cd "$2" && pwd)
export SLURM_CONF="$folder/slurm.conf"
PATH=$PATH:/usr/sbin:/sbin
host=$(hostname -s)

configure() {
  mkdir -p "$folder"/{munge,state,spool,log}
  chmod 755 "$folder"
  chmod 700 "$folder/munge"
  (umask 077 && head -c 128 /dev/urandom >"$folder/munge/key")
  # cred_expire: a requeued task waits that long, 120 s by default. pgid: what a task started ends with it.
  cat >"$SLURM_CONF" <<END
ClusterName=grokscape
SlurmctldHost=$host(127.0.0.1)
SlurmUser=root
SlurmdUser=root
SlurmctldPort=${SLURM_PORT:-26817}
SlurmdPort=$((${SLURM_PORT:-26817} + 1))
AuthType=auth/munge
AuthInfo=socket=$folder/munge/sock,cred_expire=5
CredType=cred/munge
StateSaveLocation=$folder/state
SlurmdSpoolDir=$folder/spool
SlurmctldPidFile=$folder/slurmctld.pid
SlurmdPidFile=$folder/slurmd.pid
SlurmctldLogFile=$folder/log/slurmctld.log
SlurmdLogFile=$folder/log/slurmd.log
ProctrackType=proctrack/pgid
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
MailProg=/bin/true
SwitchType=switch/none
MpiDefault=none
ReturnToService=2
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SchedulerType=sched/backfill
SchedulerParameters=sched_min_interval=100000,batch_sched_delay=0,bf_interval=2
PreemptType=preempt/partition_prio
PreemptMode=REQUEUE
KillWait=5
MinJobAge=3600
MaxArraySize=1001
SlurmdParameters=config_overrides
NodeName=$host NodeAddr=127.0.0.1 CPUs=2 RealMemory=1000 State=UNKNOWN
PartitionName=main Nodes=$host Default=YES MaxTime=INFINITE State=UP PriorityTier=1
PartitionName=urgent Nodes=$host MaxTime=INFINITE State=UP PriorityTier=10
END
}

# Ends the daemon $1 with signal $2, by the number in its file and only if that is still the daemon.
end() {
  local number
  number=$(cat "$folder/$1.pid" 2>/dev/null) || return 0
  grep -q "$1" "/proc/$number/cmdline" 2>/dev/null || return 0
  kill "-$2" "$number" 2>/dev/null || return 0
  for _ in $(seq 50); do
    grep -q "$1" "/proc/$number/cmdline" 2>/dev/null || return 0
    sleep 0.1
  done
  kill -KILL "$number" 2>/dev/null || true
}

await_node() {
  for _ in $(seq 300); do
    case "$(timeout 2 sinfo -h -o %T 2>/dev/null | head -n 1)" in idle* | mixed* | allocated* | completing*) return 0 ;; esac
    sleep 0.1
  done
  echo "cluster.sh: Slurm does not come up; its logs are in $folder/log" >&2
  tail -n 5 "$folder"/log/*.log >&2
  return 1
}

case "$command" in
  up)
    configure
    munged --key-file "$folder/munge/key" --socket "$folder/munge/sock" --pid-file "$folder/munged.pid" \
      --log-file "$folder/log/munged.log" --seed-file "$folder/munge/seed" --num-threads 2 --force
    slurmctld -i -f "$SLURM_CONF"
    slurmd -f "$SLURM_CONF"
    await_node
    ;;
  down) for daemon in slurmctld slurmd munged; do end $daemon TERM; done ;;
  restart-controller)
    end slurmctld KILL
    slurmctld -i -f "$SLURM_CONF"
    await_node
    ;;
  *)
    echo "cluster.sh: call it as cluster.sh up|down|restart-controller DIR" >&2
    exit 64
    ;;
esac
