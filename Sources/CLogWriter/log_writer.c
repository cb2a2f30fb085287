#include "log_writer.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

/* What is collected at most, in bytes: SQLite's own access to files on Unix writes no more at
 * once. */
enum { piece_limit = 0x1ffff };

/* The header of a frame has this many bytes; the four from this one on are the number of pages that
 * the database has after the transaction, and zero unless its page is the last one of it. */
enum { header_size = 24, last_page_mark = 4 };

/* What stands in the place of the methods of the database's file: it knows when the right to write,
 * which is a lock on a part of the shared memory, is given back. */
typedef struct {
    sqlite3_io_methods methods;
    const sqlite3_io_methods *real;
    /* The log, while it is open. */
    sqlite3_file *log;
} database_file;

/* Which lock that is, as SQLite's file format has it. */
enum { write_lock = 0 };

/* What stands in the place of an open log's methods. SQLite finds everything else about the file
 * where it was. */
typedef struct {
    sqlite3_io_methods methods;
    const sqlite3_io_methods *real;
    /* What is not in the file yet, and where it belongs. */
    sqlite3_int64 start;
    int count;
    /* Whether the last header was that of the last page of a transaction. */
    int is_last;
    /* Where the last write ended: frames in front of it are written again in place. */
    sqlite3_int64 end;
    /* Where the last read began, if nothing was written since. */
    sqlite3_int64 read;
    database_file *database;
    unsigned char piece[piece_limit];
} log_writer;

static log_writer *ours(sqlite3_file *file) { return (log_writer *)file->pMethods; }

/* Writes what was collected. After an error it is given up: the transaction that it belongs to
 * fails, and the next one writes over it. */
static int flush(sqlite3_file *file) {
    log_writer *log = ours(file);
    if (log->count == 0) return SQLITE_OK;
    int code = log->real->xWrite(file, log->piece, log->count, log->start);
    log->end = code == SQLITE_OK ? log->start + log->count : log->start;
    log->count = 0;
    return code;
}

static void note_header(log_writer *log, const unsigned char *bytes, int count) {
    static const unsigned char not_last[4];
    if (count == header_size) log->is_last = memcmp(bytes + last_page_mark, not_last, 4) != 0;
}

static int write_through(
    sqlite3_file *file, const void *bytes, int count, sqlite3_int64 offset
) {
    int code = flush(file);
    if (code != SQLITE_OK) return code;
    ours(file)->end = offset + count;
    note_header(ours(file), bytes, count);
    return ours(file)->real->xWrite(file, bytes, count, offset);
}

/* Whether a write goes on where what was collected ends, or begins behind all that was written.
 *
 * A transaction that wrote a page of its own again has the checksums behind it made anew: each
 * frame is read, and its header written in its place, with no page after it. */
static int is_appending(const log_writer *log, int count, sqlite3_int64 offset) {
    if (count == header_size && offset == log->read) return 0;
    return log->count > 0 ? offset == log->start + log->count : offset >= log->end;
}

static int file_write(sqlite3_file *file, const void *bytes, int count, sqlite3_int64 offset) {
    log_writer *log = ours(file);
    if (log->count + count > piece_limit) {
        int code = flush(file);
        if (code != SQLITE_OK) return code;
    }
    int appends = is_appending(log, count, offset);
    log->read = -1;
    if (count > piece_limit || !appends) return write_through(file, bytes, count, offset);
    if (log->count == 0) log->start = offset;
    memcpy(log->piece + log->count, bytes, count);
    log->count += count;
    note_header(log, bytes, count);
    if (!log->is_last || count == header_size) return SQLITE_OK;
    log->is_last = 0;
    return flush(file);
}

static int file_read(sqlite3_file *file, void *bytes, int count, sqlite3_int64 offset) {
    int code = flush(file);
    ours(file)->read = offset;
    return code == SQLITE_OK ? ours(file)->real->xRead(file, bytes, count, offset) : code;
}

static int file_truncate(sqlite3_file *file, sqlite3_int64 size) {
    int code = flush(file);
    if (code != SQLITE_OK) return code;
    ours(file)->end = size;
    return ours(file)->real->xTruncate(file, size);
}

static int file_sync(sqlite3_file *file, int flags) {
    int code = flush(file);
    return code == SQLITE_OK ? ours(file)->real->xSync(file, flags) : code;
}

static int file_size(sqlite3_file *file, sqlite3_int64 *size) {
    int code = flush(file);
    return code == SQLITE_OK ? ours(file)->real->xFileSize(file, size) : code;
}

/* What was collected and never ended belongs to no transaction. */
static int file_close(sqlite3_file *file) {
    log_writer *log = ours(file);
    if (log->database) log->database->log = NULL;
    file->pMethods = log->real;
    free(log);
    return file->pMethods->xClose(file);
}

/* A transaction that was rolled back may leave what it collected. While it has the right to write,
 * that goes to a place of the log that nobody reads; later somebody else's frames would be there. */
static int database_shm_lock(sqlite3_file *file, int offset, int count, int flags) {
    database_file *database = (database_file *)file->pMethods;
    int ends = (flags & SQLITE_SHM_UNLOCK) && (flags & SQLITE_SHM_EXCLUSIVE);
    if (ends && offset == write_lock && database->log) flush(database->log);
    return database->real->xShmLock(file, offset, count, flags);
}

static int database_close(sqlite3_file *file) {
    database_file *database = (database_file *)file->pMethods;
    if (database->log) ours(database->log)->database = NULL;
    file->pMethods = database->real;
    free(database);
    return file->pMethods->xClose(file);
}

int log_writer_attach(struct sqlite3 *connection) {
    sqlite3_file *file = NULL, *main_file = NULL;
    int code = sqlite3_file_control(connection, "main", SQLITE_FCNTL_JOURNAL_POINTER, &file);
    if (code == SQLITE_OK) {
        code = sqlite3_file_control(connection, "main", SQLITE_FCNTL_FILE_POINTER, &main_file);
    }
    if (code != SQLITE_OK) return code;
    if (!file || !file->pMethods || !main_file || !main_file->pMethods) return SQLITE_MISUSE;
    if (file->pMethods->xWrite == file_write) return SQLITE_OK;
    if (main_file->pMethods->iVersion < 2) return SQLITE_MISUSE;
    log_writer *log = malloc(sizeof *log);
    database_file *database = malloc(sizeof *database);
    if (!log || !database) {
        free(log);
        free(database);
        return SQLITE_NOMEM;
    }
    database->real = main_file->pMethods;
    database->methods = *database->real;
    database->methods.xShmLock = database_shm_lock;
    database->methods.xClose = database_close;
    database->log = file;
    main_file->pMethods = &database->methods;
    log->real = file->pMethods;
    log->methods = *log->real;
    log->methods.xClose = file_close;
    log->methods.xRead = file_read;
    log->methods.xWrite = file_write;
    log->methods.xTruncate = file_truncate;
    log->methods.xSync = file_sync;
    log->methods.xFileSize = file_size;
    log->start = log->end = 0;
    log->read = -1;
    log->count = log->is_last = 0;
    log->database = database;
    file->pMethods = &log->methods;
    return SQLITE_OK;
}
