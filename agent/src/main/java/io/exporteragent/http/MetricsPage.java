package io.exporteragent.http;

import io.exporteragent.exposition.Encoder;
import io.exporteragent.exposition.Exposition;
import io.exporteragent.exposition.Gzip;
import io.exporteragent.gather.Scrape;
import io.exporteragent.model.Family;
import java.io.OutputStream;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;

/** The page of the metrics: negotiates the format, gathers the families and encodes them. */
final class MetricsPage implements Page {
  private final Function<Scrape, List<Family>> gather;
  private final Encoder encoder;

  MetricsPage(Function<Scrape, List<Family>> gather, Encoder encoder) {
    this.gather = gather;
    this.encoder = encoder;
  }

  @Override
  public Task task(Request request) throws BadRequest {
    List<String> names = ScrapeRequest.names(request.query());
    Exposition exposition = Exposition.accepted(request.headers("Accept"));
    boolean gzip = Gzip.isAccepted(request.headers("Accept-Encoding"));
    String form = exposition.contentType() + (gzip ? " gzip" : "");
    StringBuilder content = new StringBuilder(form);
    for (String name : new TreeSet<>(names)) {
      // With its length, since a name may have any character.
      content.append(' ').append(name.length()).append(':').append(name);
    }
    String size = names.isEmpty() ? form : form + " some";
    return new Making(size, content.toString(), exposition, gzip, names);
  }

  private final class Making extends Task {
    private final Exposition exposition;
    private final boolean gzip;
    private final List<String> names;

    Making(String size, String content, Exposition exposition, boolean gzip, List<String> names) {
      super(size, content);
      this.exposition = exposition;
      this.gzip = gzip;
      this.names = names;
    }

    @Override
    Answer make(Exchange exchange) throws Exception {
      Scrape scrape = new Scrape(exchange.deadlineNanos(), ScrapeRequest.matching(names));
      List<Family> families = gather.apply(scrape);
      exchange.encoding();
      PageBuffer body = exchange.body();
      try (OutputStream out = gzip ? new Gzip(body) : body) {
        encoder.write(families, exposition, out);
      }
      Answer answer =
          Answer.page(exposition.contentType(), body).header("Vary", "Accept, Accept-Encoding");
      return gzip ? answer.header("Content-Encoding", "gzip") : answer;
    }
  }
}
