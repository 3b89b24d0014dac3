/**
 * The HTTP server: {@code /metrics}, health, the start page and the pages that {@code lifecycle}
 * adds.
 *
 * <p>One thread, in {@link io.exporteragent.http.ServerLoop}, accepts connections, reads request
 * heads and writes answers; it blocks only in its selector. A complete request is a {@link
 * io.exporteragent.http.Page.Task} of a page; {@link io.exporteragent.http.Admission} gives it to
 * one of a few threads when there is memory for its answer. So a slow client takes no thread, and
 * hostile ones take no more than {@link io.exporteragent.http.Connections}, {@link
 * io.exporteragent.http.AnswerMemory} and {@link io.exporteragent.http.RequestThreads} allow.
 *
 * <p>Lives in the agent's class loader. Only {@code lifecycle} calls it, through {@link
 * io.exporteragent.http.MetricsServer}; it uses {@code gather}, {@code exposition}, {@code model}
 * and {@code guest}, and no source.
 */
package io.exporteragent.http;
