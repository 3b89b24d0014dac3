package io.exporteragent.benchmarks.program;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** A query of an H2 database in memory, prepared once. For use by one thread. */
final class Goods {
  private static final String DATABASE = "jdbc:h2:mem:shop;DB_CLOSE_DELAY=-1";
  private static final int NUMBER = 100;

  private final PreparedStatement byId;

  /** Makes the database, which stays until the JVM ends. */
  static void create() throws SQLException {
    try (Connection connection = DriverManager.getConnection(DATABASE)) {
      connection
          .createStatement()
          .execute("CREATE TABLE goods (id INT PRIMARY KEY, name VARCHAR(40))");
      PreparedStatement add = connection.prepareStatement("INSERT INTO goods VALUES (?, ?)");
      for (int id = 0; id < NUMBER; id++) {
        add.setInt(1, id);
        add.setString(2, "goods-" + id);
        add.executeUpdate();
      }
    }
  }

  /** Opens a connection, which also stays, as those of a pool do. */
  Goods() throws SQLException {
    byId =
        DriverManager.getConnection(DATABASE)
            .prepareStatement("SELECT name FROM goods WHERE id = ?");
  }

  /** The name of the goods, of which there are a hundred. */
  String name(int id) throws SQLException {
    byId.setInt(1, id % NUMBER);
    try (ResultSet found = byId.executeQuery()) {
      found.next();
      return found.getString(1);
    }
  }
}
