package io.exporteragent.cli;

import io.exporteragent.config.ConfigurationException;
import io.exporteragent.source.module.compile.ModuleException;
import io.exporteragent.source.module.compile.ModuleJar;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a jar of each source in a folder of metric modules. */
@Command(
    name = "compile",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    description = "Makes a jar of each metric module in a folder, for JVMs without a compiler.")
final class CompileCommand implements Callable<Integer> {
  private static final String EXTENSION = ".java";

  @Parameters(paramLabel = "DIRECTORY", description = "The folder with the sources.")
  private Path directory = Paths.get("");

  @Option(
      names = "--output",
      paramLabel = "DIRECTORY",
      description = "Where to put the jars. Default: beside the sources, whose place they take.")
  private @Nullable Path output;

  @Option(
      names = {"-cp", "--class-path"},
      paramLabel = "PATH",
      description = "The class path of the application, for modules that use its classes.")
  private String classPath = "";

  @Option(
      names = "--release",
      paramLabel = "VERSION",
      description = "The Java release the modules will run on. Default: that of this JVM.")
  private @Nullable Integer release;

  @Override
  public Integer call() throws ConfigurationException {
    boolean succeeded = true;
    for (Path source : sources()) {
      try {
        System.out.println(compile(source));
      } catch (ModuleException e) {
        System.err.println("exporter-agent: " + e.at(source.toString()));
        succeeded = false;
      } catch (IOException e) {
        System.err.printf("exporter-agent: no jar was made of %s: %s%n", source, e);
        succeeded = false;
      }
    }
    return succeeded ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
  }

  private List<Path> sources() throws ConfigurationException {
    List<Path> sources = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "[!.]*" + EXTENSION)) {
      files.forEach(sources::add);
    } catch (DirectoryIteratorException | IOException e) {
      throw new ConfigurationException(
          String.format("cannot read the directory %s: %s", directory, e));
    }
    if (sources.isEmpty()) {
      throw new ConfigurationException(
          String.format("nothing to compile: %s contains no %s file", directory, EXTENSION));
    }
    Collections.sort(sources);
    return sources;
  }

  /** Compiles to a hidden file and then renames that, since an agent may be watching the folder. */
  private Path compile(Path source) throws IOException, ModuleException {
    String fileName = source.getFileName().toString();
    String name = fileName.substring(0, fileName.length() - EXTENSION.length());
    byte[] jar = ModuleJar.compile(name, Files.readAllBytes(source), classPath, release);
    Path folder = output == null ? directory : output;
    Files.createDirectories(folder);
    Path unfinished = Files.write(folder.resolve("." + name + ".jar.tmp"), jar);
    keepOthersFromWriting(unfinished);
    return Files.move(
        unfinished, folder.resolve(name + ".jar"), StandardCopyOption.REPLACE_EXISTING);
  }

  /** Removes write permissions that the umask may have left: the agent would refuse the jar. */
  private static void keepOthersFromWriting(Path file) throws IOException {
    if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Set<PosixFilePermission> mode = EnumSet.copyOf(Files.getPosixFilePermissions(file));
      mode.remove(PosixFilePermission.GROUP_WRITE);
      mode.remove(PosixFilePermission.OTHERS_WRITE);
      Files.setPosixFilePermissions(file, mode);
    }
  }
}
