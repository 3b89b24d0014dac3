package io.exporteragent.http;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import io.exporteragent.gather.Family;
import io.exporteragent.gather.Scrape;
import io.prometheus.metrics.exporter.httpserver.HttpExchangeAdapter;
import java.io.OutputStream;
import java.util.List;
import java.util.function.Function;

/** One scrape: agrees on a format, has the families gathered, and encodes them. */
final class MetricsPage implements Page {
  private final Function<Scrape, List<Family>> gather;
  private final Function<Exposition, Encoder> encoders;
  private final PageBuffer.Pieces pieces = new PageBuffer.Pieces();

  MetricsPage(Function<Scrape, List<Family>> gather, Function<Exposition, Encoder> encoders) {
    this.gather = gather;
    this.encoders = encoders;
  }

  @Override
  public Answer answer(HttpExchange exchange) throws Exception {
    Scrape scrape;
    try {
      scrape =
          ScrapeRequest.parse(new HttpExchangeAdapter(exchange).getRequest(), System.nanoTime());
    } catch (RuntimeException e) {
      return Answer.line(400, "Malformed query.");
    }
    Headers headers = exchange.getRequestHeaders();
    Exposition exposition = AcceptHeader.choose(headers.get("Accept"));
    boolean gzip = AcceptEncoding.wantsGzip(headers.get("Accept-Encoding"));

    List<Family> families = gather.apply(scrape);
    PageBuffer body = new PageBuffer(pieces);
    try (OutputStream out = gzip ? new FastGzip(body) : body) {
      encoders.apply(exposition).write(families, out);
    }

    Answer answer =
        new Answer(200, exposition.contentType(), body).header("Vary", "Accept, Accept-Encoding");
    return gzip ? answer.header("Content-Encoding", "gzip") : answer;
  }
}
