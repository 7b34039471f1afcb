#include "app/workers/sandbox.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <linux/landlock.h>
#include <memory>
#include <seccomp.h>
#include <string_view>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace segue::worker {

namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool sanitized = true; // shadow memory is address space, leak checks trace themselves
#else
constexpr bool sanitized = false;
#endif

// Rights that newer kernels have and Debian 12's headers do not.
constexpr std::uint64_t fsTruncate = 1ull << 14; // since version 3
constexpr std::uint64_t netBindTcp = 1, netConnectTcp = 2; // since version 4

struct RulesetAttributes {
    std::uint64_t fs = 0, net = 0;
};

class Report {
public:
    /// Notes whether `what` is held; `error`: errno or 0, `detail` goes with it.
    void note(bool held, const std::string& what, int error = 0)
    {
        if (held)
            report_.held.push_back(what);
        else
            report_.missing.push_back(
                error == 0 ? what : what + ": " + std::string(std::strerror(error)));
    }
    SandboxReport take() { return std::move(report_); }

private:
    SandboxReport report_;
};

bool limit(__rlimit_resource resource, rlim_t value)
{
    const rlimit both{value, value};
    return ::setrlimit(resource, &both) == 0;
}

void setLimits(std::uint64_t memory, Report& report)
{
    const bool small = limit(RLIMIT_CORE, 0) && limit(RLIMIT_NOFILE, 64);
    report.note(limit(RLIMIT_FSIZE, 0) && small, "no file can grow, no core dumps (rlimits)");
    if (sanitized)
        report.note(false, "a limit of memory (this build has a sanitizer)");
    else if (memory == 0)
        report.note(false, "a limit of memory (switched off)");
    else
        report.note(limit(RLIMIT_AS, memory),
            "at most " + std::to_string(memory >> 20) + " MiB of memory (rlimits)");
}

void restrictFiles(Report& report)
{
    const long version
        = ::syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION);
    if (version < 1) {
        report.note(false, "no writing to files (landlock)", errno);
        return;
    }
    RulesetAttributes attributes;
    // Everything but reading files and folders.
    attributes.fs = LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_WRITE_FILE
        | LANDLOCK_ACCESS_FS_REMOVE_DIR | LANDLOCK_ACCESS_FS_REMOVE_FILE
        | LANDLOCK_ACCESS_FS_MAKE_CHAR | LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_MAKE_REG
        | LANDLOCK_ACCESS_FS_MAKE_SOCK | LANDLOCK_ACCESS_FS_MAKE_FIFO
        | LANDLOCK_ACCESS_FS_MAKE_BLOCK | LANDLOCK_ACCESS_FS_MAKE_SYM;
    if (version >= 2)
        attributes.fs |= LANDLOCK_ACCESS_FS_REFER;
    if (version >= 3)
        attributes.fs |= fsTruncate;
    if (version >= 4)
        attributes.net = netBindTcp | netConnectTcp;
    const long ruleset = ::syscall(SYS_landlock_create_ruleset, &attributes,
        version >= 4 ? sizeof attributes : sizeof attributes.fs, 0);
    const bool held
        = ruleset >= 0 && ::syscall(SYS_landlock_restrict_self, static_cast<int>(ruleset), 0) == 0;
    report.note(held, "no writing to files (landlock)", held ? 0 : errno);
    if (ruleset >= 0)
        ::close(static_cast<int>(ruleset));
}

/// System calls that reading a file never needs. What is unknown here stays allowed: a list of what
/// is allowed would break with each new C library.
constexpr std::array forbidden{// network
    "socket", "socketpair", "connect", "bind", "listen", "accept", "accept4", "sendto", "sendmsg",
    "sendmmsg",
    // other programs and processes
    "execve", "execveat", "fork", "vfork", "kill", "tkill", "pidfd_open", "pidfd_getfd",
    "pidfd_send_signal", "ptrace", "process_vm_readv", "process_vm_writev", "process_madvise",
    "setrlimit", "setpriority",
    // changing files and folders
    "creat", "truncate", "truncate64", "ftruncate", "ftruncate64", "fallocate", "rename",
    "renameat", "renameat2", "link", "linkat", "symlink", "symlinkat", "unlink", "unlinkat",
    "mkdir", "mkdirat", "rmdir", "mknod", "mknodat", "chmod", "fchmod", "fchmodat", "fchmodat2",
    "chown", "fchown", "lchown", "fchownat", "utime", "utimes", "futimesat", "utimensat",
    "setxattr", "lsetxattr", "fsetxattr", "removexattr", "lremovexattr", "fremovexattr",
    "copy_file_range", "open_by_handle_at",
    // the system
    "mount", "umount2", "pivot_root", "chroot", "move_mount", "open_tree", "fsopen", "fsmount",
    "mount_setattr", "unshare", "setns", "swapon", "swapoff", "quotactl", "acct", "reboot",
    "init_module", "finit_module", "delete_module", "kexec_load", "kexec_file_load", "bpf",
    "perf_event_open", "userfaultfd", "io_uring_setup", "io_uring_enter", "io_uring_register",
    "add_key", "request_key", "keyctl", "setuid", "setgid", "setreuid", "setregid", "setresuid",
    "setresgid", "setgroups", "capset", "settimeofday", "clock_settime", "sethostname"};

void forbid(scmp_filter_ctx filter, const char* name, int error)
{
    // A number is unknown where the library is older than the call; then there is no rule.
    if (const int number = ::seccomp_syscall_resolve_name(name); number != __NR_SCMP_ERROR)
        ::seccomp_rule_add_array(
            filter, SCMP_ACT_ERRNO(static_cast<std::uint32_t>(error)), number, 0, nullptr);
}

void forbidWhen(scmp_filter_ctx filter, const char* name, const scmp_arg_cmp& condition)
{
    ::seccomp_rule_add_array(
        filter, SCMP_ACT_ERRNO(EACCES), ::seccomp_syscall_resolve_name(name), 1, &condition);
}

scmp_arg_cmp bitsSet(unsigned argument, std::uint64_t mask, std::uint64_t value)
{
    return {argument, SCMP_CMP_MASKED_EQ, mask, value};
}

/// 0, or the errno of what went wrong.
int filterSystemCalls()
{
    struct Free {
        void operator()(void* filter) const { ::seccomp_release(filter); }
    };
    const std::unique_ptr<void, Free> filter(::seccomp_init(SCMP_ACT_ALLOW));
    if (!filter)
        return ENOMEM;
    // A tree instead of a list: each system call asks it.
    ::seccomp_attr_set(filter.get(), SCMP_FLTATR_CTL_OPTIMIZE, 2);
    for (const char* name : forbidden)
        forbid(filter.get(), name, EPERM);
    // Their arguments lie in memory, where a filter cannot look; the C library falls back to the
    // older calls.
    forbid(filter.get(), "openat2", ENOSYS);
    forbid(filter.get(), "clone3", ENOSYS);
    for (const auto& [name, flags] : {std::pair{"open", 1u}, std::pair{"openat", 2u}}) {
        forbidWhen(filter.get(), name, bitsSet(flags, O_ACCMODE, O_WRONLY));
        forbidWhen(filter.get(), name, bitsSet(flags, O_ACCMODE, O_RDWR));
        forbidWhen(filter.get(), name, bitsSet(flags, O_CREAT, O_CREAT));
        forbidWhen(filter.get(), name, bitsSet(flags, O_TRUNC, O_TRUNC));
    }
    constexpr std::uint64_t cloneThread = 0x10000; // threads are fine, processes are not
    forbidWhen(filter.get(), "clone", bitsSet(0, cloneThread, 0));
    forbidWhen(filter.get(), "prlimit64", {2, SCMP_CMP_NE, 0, 0}); // a new limit
    return -::seccomp_load(filter.get());
}

} // namespace

SandboxReport enterSandbox(std::uint64_t memory)
{
    Report report;
    setLimits(memory, report);
    if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) {
        const int error = errno;
        report.note(false, "no new privileges", error);
    }
    if (!sanitized)
        ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
    restrictFiles(report);
    const int error = filterSystemCalls();
    report.note(error == 0, "no network, no other programs, no changing of files (seccomp)", error);
    return report.take();
}

} // namespace segue::worker
