package io.exporteragent.source.host.node;

import static io.exporteragent.source.host.node.NodeFamilies.gauge;

import io.exporteragent.model.Family;
import io.exporteragent.source.host.proc.ProcFile;
import java.io.File;
import java.io.IOException;
import java.util.List;

/** node_exporter's collector {@code filefd}: open files of the whole host. */
final class FileFdCollector implements NodeCollector {
  private final ProcFile file;

  /**
   * @param proc the mount point of procfs
   */
  FileFdCollector(File proc) {
    file = new ProcFile(new File(proc, "sys/fs/file-nr"));
  }

  @Override
  public void addTo(List<Family> families) throws IOException {
    file.read();
    families.add(
        gauge("node_filefd_allocated", "Files that are open.").add((double) file.number()));
    file.number();
    families.add(
        gauge("node_filefd_maximum", "Files that may be open.").add((double) file.number()));
  }

  @Override
  public void close() {
    file.close();
  }
}
