#ifndef LOG_WRITER_H
#define LOG_WRITER_H

struct sqlite3;

/* Lets a connection write its write-ahead log in large pieces.
 *
 * SQLite appends each page of a transaction to its log by two writes, a header of 24 bytes and the
 * page. From now on they are collected and written together: at the latest with the page that ends
 * the transaction, before that write returns. So nobody sees a transaction whose frames are not in
 * the file, an error is told to whom it concerns, and what is synced is what was before. Nothing is
 * kept beyond the transaction, whatever becomes of it: others may write to the log then.
 *
 * The connection must be in WAL mode and must have read from its database. It takes effect until
 * the connection is closed. Answers a SQLite result code; after an error all is as it was. */
int log_writer_attach(struct sqlite3 *connection);

#endif
