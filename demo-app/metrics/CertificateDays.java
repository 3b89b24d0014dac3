// interval: 10m
// timeout: 10s

import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;

/**
 * How long a file of certificates in PEM form, for instance a server's own with its chain, can be
 * used:
 *
 * <pre>
 * # TYPE certificate_days_left gauge
 * certificate_days_left{file="/etc/letsencrypt/live/example/fullchain.pem"} 41.5
 * </pre>
 *
 * <p>Which file, the system property {@code certificate.file} says; without it, the certificates
 * that Debian trusts. Negative once one of them has expired.
 */
public class CertificateDays {
  private static final double MILLIS_PER_DAY = 86_400_000;

  private final Path file =
      Paths.get(System.getProperty("certificate.file", "/etc/ssl/certs/ca-certificates.crt"));
  private final Gauge daysLeft;

  public CertificateDays(PrometheusRegistry registry) {
    daysLeft =
        Gauge.builder()
            .name("certificate_days_left")
            .help("Days until the first certificate of the file expires.")
            .labelNames("file")
            .register(registry);
  }

  public void process() throws IOException, CertificateException {
    long firstMillis = Long.MAX_VALUE;
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      for (Certificate any : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        X509Certificate certificate = (X509Certificate) any;
        firstMillis = Math.min(firstMillis, certificate.getNotAfter().getTime());
      }
    }
    daysLeft
        .labelValues(file.toString())
        .set((firstMillis - System.currentTimeMillis()) / MILLIS_PER_DAY);
  }
}
