// dotnet add package Kakaocert

using System;
using Kakaocert;

var service = new KakaocertService(
    Environment.GetEnvironmentVariable("KAKAOCERT_LINK_ID") ?? "TESTER",
    Environment.GetEnvironmentVariable("KAKAOCERT_SECRET_KEY") ?? "SwWxqU+0TErBXy/9TVjIPEnI0VTUMMSQZtJf3Ed8q3I=");
var clientCode = Environment.GetEnvironmentVariable("KAKAOCERT_CLIENT_CODE") ?? "020040000001";
var request = new RequestCMS
{
    CallCenterNum = "1600-0000",
    Expires_in = 300,
    ReceiverBirthDay = "19700101",
    ReceiverHP = "01000000001", // a magic person, who signs at once: a real one takes a while
    ReceiverName = "홍시험",
    BankAccountName = "홍시험",
    BankAccountNum = "000-00-0***00",
    BankCode = "004",
    ClientUserID = "TEST-0001",
    TMSTitle = "출금동의 시험",
    isAllowSimpleRegistYN = true,
    isVerifyNameYN = true,
};
try
{
    // Before April 2022 requestCMS gave the id itself.
    var receiptId = service.requestCMS(clientCode, request).receiptId;
    Console.WriteLine($"receiptId {receiptId}");
    var state = service.getCMSState(clientCode, receiptId).state;
    // Only in state 1, and only once: keep what comes back.
    var signedData = service.verifyCMS(clientCode, receiptId).signedData;
    Console.WriteLine($"state {state} signedData {signedData.Length}");
}
catch (KakaocertException refused)
{
    Console.Error.WriteLine($"{refused.code} {refused.Message}");
    return 1;
}
return 0;
