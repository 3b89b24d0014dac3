package io.exporteragent.source.host.node;

import io.exporteragent.model.Family;
import io.exporteragent.model.MetricType;
import io.exporteragent.model.ScalarFamily;
import io.exporteragent.source.host.proc.ProcFile;
import java.io.File;
import java.io.IOException;
import java.util.List;

/**
 * node_exporter's collector {@code uname}: what {@code uname(2)} says, from the files in which the
 * kernel has it, too.
 *
 * <pre>
 * node_uname_info{sysname="Linux",release="6.18.44",nodename="shop1",machine="x86_64",...} 1.0
 * </pre>
 */
final class UnameCollector implements NodeCollector {
  private final File kernel;
  private final ProcFile nodeName;
  private final ProcFile domainName;

  /** Sysname, release, version and machine, which stay the same until the next boot. */
  private final String[] fixed = new String[4];

  /**
   * @param proc the mount point of procfs
   */
  UnameCollector(File proc) {
    kernel = new File(proc, "sys/kernel");
    nodeName = new ProcFile(new File(kernel, "hostname"));
    domainName = new ProcFile(new File(kernel, "domainname"));
  }

  @Override
  public void addTo(List<Family> families) throws IOException {
    if (fixed[3] == null) {
      fixed[0] = once("ostype");
      fixed[1] = once("osrelease");
      fixed[2] = once("version");
      fixed[3] = machine();
    }
    nodeName.read();
    domainName.read();
    families.add(
        new ScalarFamily(
                "node_uname_info",
                MetricType.GAUGE,
                "What the kernel says of itself and of the host, as uname does.")
            .add(
                1,
                "domainname",
                domainName.line(),
                "machine",
                fixed[3],
                "nodename",
                nodeName.line(),
                "release",
                fixed[1],
                "sysname",
                fixed[0],
                "version",
                fixed[2]));
  }

  private String once(String name) throws IOException {
    try (ProcFile file = new ProcFile(new File(kernel, name))) {
      file.read();
      return file.line();
    }
  }

  /** Kernels before 6.1 do not have it in a file; Java has a name of its own for it. */
  private String machine() throws IOException {
    if (new File(kernel, "arch").exists()) {
      return once("arch");
    }
    String architecture = System.getProperty("os.arch", "");
    return architecture.equals("amd64")
        ? "x86_64"
        : architecture.equals("x86") || architecture.equals("i386") ? "i686" : architecture;
  }

  @Override
  public void close() {
    nodeName.close();
    domainName.close();
  }
}
