/**
 * The server: {@code /metrics}, health, the start page and the pages that the composition root
 * adds.
 *
 * <p>One thread, in {@link io.exporteragent.http.ServerLoop}, accepts, reads request heads and
 * writes answers, and never waits but for its selector. A complete request is a {@link
 * io.exporteragent.http.Page.Task} of a page; {@link io.exporteragent.http.Admission} gives it to
 * one of a few threads when there is memory for its answer. So a slow client costs no thread, and
 * hostile ones cost no more than {@link io.exporteragent.http.Connections}, {@link
 * io.exporteragent.http.AnswerMemory} and {@link io.exporteragent.http.RequestThreads} allow.
 *
 * <p>Lives in the agent's class loader. Only the composition root calls it, through {@link
 * io.exporteragent.http.MetricsServer}; it knows the package {@code gather}, and none of the
 * sources.
 */
package io.exporteragent.http;
