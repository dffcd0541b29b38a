// The JDK's own PKCS#7 reader judges files: one line each, "good" or "bad". Signatures only, no chain.

import java.nio.file.Files;
import java.nio.file.Path;
import sun.security.pkcs.PKCS7;

public class Pkcs7 {
  public static void main(String[] files) {
    for (String file : files) {
      boolean good;
      try {
        good = new PKCS7(Files.readAllBytes(Path.of(file))).verify() != null;
      } catch (Exception refused) {
        good = false;
      }
      System.out.println(good ? "good" : "bad");
    }
  }
}
