//! A PostgreSQL cluster that lives as long as the tests: as an unprivileged user, on a free port.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use clerk_invite_outbox::sqlx;

/// Returns the URL of a new database, or `None`, having said so, where there is no PostgreSQL. With
/// `CI` set that is a failure.
pub(crate) async fn database() -> Option<String> {
    static CLUSTER: OnceLock<Option<Cluster>> = OnceLock::new();
    static DATABASES: AtomicUsize = AtomicUsize::new(0);
    let start = || CLUSTER.get_or_init(|| Cluster::start("shared")).as_ref();
    let cluster = or_skipped(tokio::task::spawn_blocking(start).await.expect("a thread"))?;
    let name = format!("outbox_{}", DATABASES.fetch_add(1, Ordering::Relaxed));
    let postgres = sqlx::PgPool::connect(&cluster.url("postgres")).await.expect("PostgreSQL");
    let create = sqlx::AssertSqlSafe(format!("create database {name}"));
    sqlx::query(create).execute(&postgres).await.expect("a database");
    postgres.close().await;
    Some(cluster.url(&name))
}

/// Returns the URL of a database, and what makes an asynchronous replica of it as it is then, promotes
/// that, and returns its URL. `None` as in [`database`].
pub(crate) async fn failing_over() -> Option<(String, impl Future<Output = String>)> {
    let start = || Cluster::start("failing");
    let cluster = or_skipped(tokio::task::spawn_blocking(start).await.expect("a thread"))?;
    let url = cluster.url("postgres");
    let replica = async move {
        let replica = tokio::task::spawn_blocking(move || cluster.replica()).await;
        replica.expect("a thread").expect("a replica").url("postgres")
    };
    Some((url, replica))
}

fn or_skipped<T>(cluster: Option<T>) -> Option<T> {
    if cluster.is_none() {
        assert!(std::env::var_os("CI").is_none(), "no PostgreSQL: apt-get install postgresql");
        eprintln!("skipped: there is no PostgreSQL here");
    }
    cluster
}

struct Cluster {
    port: u16,
}

impl Cluster {
    fn start(name: &str) -> Option<Self> {
        let programs = programs()?;
        let (folder, user) = folder(name)?;
        let data = folder.join("data");
        let initdb = ["--username=postgres", "--auth=trust", "--no-sync", "--encoding=UTF8"];
        run(as_user(user, &programs.join("initdb")).args(initdb).arg("-D").arg(&data))?;
        Self::serve(&programs, user, &folder)
    }

    /// Starts a server over the folder `data` in a folder.
    fn serve(programs: &Path, user: Option<&str>, folder: &Path) -> Option<Self> {
        let port = TcpListener::bind("127.0.0.1:0").ok()?.local_addr().ok()?.port();
        let options = format!(
            "-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off \
             -c max_connections=200"
        );
        let mut start = as_user(user, &programs.join("pg_ctl"));
        start.args(["start", "-w", "-t", "60", "-o", &options, "-l"]).arg(folder.join("log"));
        run(start.arg("-D").arg(folder.join("data")))?;
        stop_afterwards(programs, user, folder);
        Some(Self { port })
    }

    /// Copies what is there now into another cluster, which takes over.
    fn replica(&self) -> Option<Self> {
        let programs = programs()?;
        let (folder, user) = folder("replica")?;
        let data = folder.join("data");
        let mut copy = as_user(user, &programs.join("pg_basebackup"));
        copy.args(["-h", "127.0.0.1", "-U", "postgres", "-c", "fast", "--no-sync", "-R"]);
        run(copy.arg("-p").arg(self.port.to_string()).arg("-D").arg(&data))?;
        // It is behind, and stays so.
        std::fs::write(data.join("postgresql.auto.conf"), "").ok()?;
        let replica = Self::serve(&programs, user, &folder)?;
        let mut promote = as_user(user, &programs.join("pg_ctl"));
        run(promote.args(["promote", "-w", "-D"]).arg(&data))?;
        Some(replica)
    }

    fn url(&self, database: &str) -> String {
        format!("postgres://postgres@127.0.0.1:{}/{database}", self.port)
    }
}

/// Makes a new folder for a cluster, and returns whose it is, if not this user's.
fn folder(name: &str) -> Option<(PathBuf, Option<&'static str>)> {
    let name = format!("outbox-postgres-{}-{name}", std::process::id());
    let folder = std::env::temp_dir().join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).ok()?;
    let user = unprivileged();
    if let Some(user) = user {
        run(Command::new("chown").arg(user).arg(&folder))?;
    }
    Some((folder, user))
}

/// Statics are not dropped: a process that waits for this one to end stops the cluster.
fn stop_afterwards(programs: &Path, user: Option<&str>, folder: &Path) {
    let stop = format!(
        "(while kill -0 {} 2>/dev/null; do sleep 1; done; {} {} stop -m immediate -D {}; \
         rm -rf {}) &",
        std::process::id(),
        user.map(|user| format!("setpriv --reuid {user} --clear-groups")).unwrap_or_default(),
        programs.join("pg_ctl").display(),
        folder.join("data").display(),
        folder.display(),
    );
    let null = || std::process::Stdio::null();
    let mut shell = Command::new("sh");
    let shell = shell.args(["-c", &stop]).stdin(null()).stdout(null()).stderr(null());
    shell.status().expect("a shell");
}

/// The folder of the newest server programs.
fn programs() -> Option<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").ok()?;
    let mut found: Vec<_> = versions.filter_map(|it| Some(it.ok()?.path().join("bin"))).collect();
    found.sort();
    found.into_iter().rfind(|it| it.join("initdb").exists())
}

/// PostgreSQL does not run as root.
fn unprivileged() -> Option<&'static str> {
    let id = Command::new("id").arg("-u").output().ok()?;
    (id.stdout == b"0\n").then_some("postgres")
}

fn as_user(user: Option<&str>, program: &Path) -> Command {
    let Some(user) = user else { return Command::new(program) };
    let mut command = Command::new("setpriv");
    command.args(["--reuid", user, "--clear-groups"]).arg(program).current_dir("/");
    command
}

fn run(command: &mut Command) -> Option<()> {
    let output = command.stdin(std::process::Stdio::null()).output().ok()?;
    if !output.status.success() {
        eprintln!("{command:?}: {}", String::from_utf8_lossy(&output.stderr));
    }
    output.status.success().then_some(())
}
