package org.workbinroutes.sink.mail;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import javax.net.SocketFactory;

/**
 * Connections to a mail server with an end. JavaMail's own time-outs begin anew with each byte, and
 * it keeps a reply of any length: a server that drips, or answers without end, would hold the mail
 * or fill the memory.
 */
final class BoundedSocketFactory extends SocketFactory {
  private final Duration longest;
  private final long mostBytes;

  /**
   * A factory.
   *
   * @param longest how long a connection may be used
   * @param mostBytes how many bytes the server may send on one, TLS included
   */
  BoundedSocketFactory(Duration longest, long mostBytes) {
    this.longest = longest;
    this.mostBytes = mostBytes;
  }

  @Override
  public Socket createSocket() {
    return new BoundedSocket(System.nanoTime() + longest.toNanos(), mostBytes);
  }

  // JavaMail connects the socket itself

  @Override
  public Socket createSocket(String host, int port) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Socket createSocket(InetAddress host, int port) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort) {
    throw new UnsupportedOperationException();
  }

  private static final class BoundedSocket extends Socket {
    private final long end;
    private long left;

    BoundedSocket(long end, long left) {
      this.end = end;
      this.left = left;
    }

    private void checkTime() throws SocketTimeoutException {
      if (System.nanoTime() - end > 0) {
        throw new SocketTimeoutException("The mail server takes too long for one mail");
      }
    }

    private int counted(int read) throws IOException {
      left -= Math.max(0, read);
      if (left < 0) {
        throw new IOException("The mail server answers more than any reply is long");
      }
      checkTime();
      return read;
    }

    @Override
    public InputStream getInputStream() throws IOException {
      return new FilterInputStream(super.getInputStream()) {
        @Override
        public int read() throws IOException {
          byte[] one = new byte[1];
          return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
          return counted(super.read(bytes, offset, length));
        }
      };
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
      return new FilterOutputStream(super.getOutputStream()) {
        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
          checkTime();
          out.write(bytes, offset, length);
        }
      };
    }
  }
}
