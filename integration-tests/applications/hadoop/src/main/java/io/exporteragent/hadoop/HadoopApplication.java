package io.exporteragent.hadoop;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.hdfs.MiniDFSCluster;

/**
 * Starts a NameNode and a DataNode that keep their data in the working directory, writes files with
 * more replicas than there can be and reads them by a client, prints {@code ready}, and ends with
 * its standard input.
 */
final class HadoopApplication {
  private static final int FILES = 10;
  private static final int SIZE = 10_000;
  private static final short REPLICAS = 2;

  public static void main(String[] args) throws Exception {
    Configuration configuration = new Configuration();
    configuration.set(
        MiniDFSCluster.HDFS_MINIDFS_BASEDIR, Path.of("dfs").toAbsolutePath().toString());
    MiniDFSCluster cluster = new MiniDFSCluster.Builder(configuration).numDataNodes(1).build();
    cluster.waitActive();
    use(cluster.getFileSystem());
    System.out.println("ready");
    while (System.in.read() >= 0) {}
    cluster.shutdown();
    System.exit(0);
  }

  private static void use(FileSystem files) throws IOException {
    for (int i = 0; i < FILES; i++) {
      org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path("/orders/" + i);
      try (OutputStream out = files.create(path, REPLICAS)) {
        out.write(new byte[SIZE]);
      }
      try (InputStream in = files.open(path)) {
        in.readAllBytes();
      }
    }
  }
}
