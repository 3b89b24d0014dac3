package io.exporteragent.benchmarks.program;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import org.apache.catalina.connector.Connector;
import org.apache.coyote.Adapter;
import org.apache.coyote.OutputBuffer;
import org.apache.coyote.Request;
import org.apache.coyote.Response;
import org.apache.tomcat.util.buf.MessageBytes;

/**
 * A request that a Tomcat is given as its connector gives it, from the adapter on: everything but
 * sockets and the parser of HTTP. For use by one thread.
 */
final class AdapterRequest {
  private static final byte[] METHOD = "GET".getBytes(US_ASCII);
  private static final byte[] PATH = "/goods/7".getBytes(US_ASCII);
  private static final byte[] HOST = "localhost".getBytes(US_ASCII);
  private static final byte[] PROTOCOL = "HTTP/1.1".getBytes(US_ASCII);

  private final Adapter adapter;
  private final Request request = new Request();
  private final Response response = new Response();

  AdapterRequest(Connector connector) {
    adapter = connector.getProtocolHandler().getAdapter();
    request.setResponse(response);
    response.setOutputBuffer(new Nowhere());
  }

  /** Has it answered, and returns the status. */
  int answered() throws Exception {
    request.setStartTimeNanos(System.nanoTime());
    set(request.method(), METHOD);
    set(request.requestURI(), PATH);
    set(request.serverName(), HOST);
    set(request.protocol(), PROTOCOL);
    adapter.service(request, response);
    int status = response.getStatus();
    request.recycle();
    response.recycle();
    return status;
  }

  private static void set(MessageBytes to, byte[] bytes) {
    to.setBytes(bytes, 0, bytes.length);
  }

  private static final class Nowhere implements OutputBuffer {
    private long written;

    @Override
    public int doWrite(ByteBuffer bytes) {
      int length = bytes.remaining();
      bytes.position(bytes.limit());
      written += length;
      return length;
    }

    @Override
    public long getBytesWritten() {
      return written;
    }
  }
}
