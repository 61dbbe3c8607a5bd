//! Which database this is, so that a copy of it is not taken for the original.

use crate::error::Error;
use crate::store::connection::{Connection, args};

/// Returns what tells this database from a copy of it; empty where nothing can.
///
/// SQLite: device and inode of the file. PostgreSQL: the cluster's id, its timeline, which a failover
/// changes, and the database's id.
pub(crate) async fn identity(connection: &mut Connection<'_>) -> Result<String, Error> {
    if connection.is_postgres() {
        let sql = "select system_identifier::text || ' ' || \
                   left(pg_walfile_name(pg_current_wal_lsn()), 8) || ' ' || \
                   (select oid::text from pg_database where datname = current_database()) \
                   from pg_control_system()";
        let row = connection.first(sql, args![]).await?;
        return row.map_or_else(|| Ok(String::new()), |row| row.text(0));
    }
    match path(connection).await? {
        Some(path) => Ok(of_file(&path)),
        None => Ok(String::new()),
    }
}

/// Refuses an SQLite file where file locks do not hold.
pub(crate) async fn check_file_system(connection: &mut Connection<'_>) -> Result<(), Error> {
    if connection.is_postgres() {
        return Ok(());
    }
    let Some(path) = path(connection).await? else { return Ok(()) };
    if is_on_network(&path) { Err(Error::NetworkFileSystem) } else { Ok(()) }
}

/// Returns the path of the SQLite file, or nothing if it is in memory.
async fn path(connection: &mut Connection<'_>) -> Result<Option<String>, Error> {
    let sql = "select file from pragma_database_list where name = 'main'";
    let row = connection.first(sql, args![]).await?;
    let path = row.map(|row| row.maybe_text(0)).transpose()?.flatten();
    Ok(path.filter(|path| !path.is_empty()))
}

#[cfg(unix)]
fn of_file(path: &str) -> String {
    use std::os::unix::fs::MetadataExt as _;
    std::fs::metadata(path)
        .map_or_else(|_| String::new(), |it| format!("{} {}", it.dev(), it.ino()))
}

#[cfg(not(unix))]
fn of_file(_: &str) -> String {
    String::new()
}

#[cfg(target_os = "linux")]
fn is_on_network(path: &str) -> bool {
    rustix::fs::statfs(path).is_ok_and(|it| is_network_type(it.f_type))
}

#[cfg(not(target_os = "linux"))]
fn is_on_network(_: &str) -> bool {
    false
}

/// The magic numbers of statfs(2). FUSE is not among them: it serves local disks as well.
#[cfg(any(target_os = "linux", test))]
fn is_network_type(magic: impl TryInto<i64>) -> bool {
    const NFS: i64 = 0x6969;
    const SMB: i64 = 0x517b;
    const CIFS: i64 = 0xff53_4d42;
    const SMB2: i64 = 0xfe53_4d42;
    const AFS: i64 = 0x5346_414f;
    const CEPH: i64 = 0x00c3_6400;
    const LUSTRE: i64 = 0x0bd0_0bd0;
    const GPFS: i64 = 0x4750_4653;
    const CODA: i64 = 0x7375_7245;
    const PLAN9: i64 = 0x0102_1997;
    // Its type is the machine's: some sign-extend.
    let Ok(magic) = magic.try_into().map(|magic| magic & 0xffff_ffff) else { return false };
    [NFS, SMB, CIFS, SMB2, AFS, CEPH, LUSTRE, GPFS, CODA, PLAN9].contains(&magic)
}

#[cfg(test)]
mod tests {
    use super::is_network_type;

    #[test]
    fn network_file_systems_are_told_from_local_ones() {
        assert!(is_network_type(0x6969_i64));
        assert!(is_network_type(0xff53_4d42_u32.cast_signed()));
        assert!(!is_network_type(0xef53_i64), "ext4");
        assert!(!is_network_type(0x0102_1994_i64), "tmpfs");
    }
}
