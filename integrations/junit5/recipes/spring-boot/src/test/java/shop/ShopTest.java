package shop;

import static org.junit.jupiter.api.Assertions.assertTrue;

import kakaocert.simulator.junit5.KakaocertTenant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class ShopTest {
    static final KakaocertTenant kakaocert = KakaocertTenant.open();

    @DynamicPropertySource
    static void settings(DynamicPropertyRegistry registry) {
        registry.add("kakaocert.url", kakaocert::url);
        registry.add("kakaocert.link-id", kakaocert::linkId);
        registry.add("kakaocert.secret-key", kakaocert::secretKey);
        registry.add("kakaocert.client-code", kakaocert::clientCode);
    }

    @AfterAll
    static void close() {
        kakaocert.close();
    }

    @Test
    void theApplicationReachesTheSimulator(@Autowired TestRestTemplate http) {
        assertTrue(http.getForObject("/time", String.class).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ"));
    }
}
